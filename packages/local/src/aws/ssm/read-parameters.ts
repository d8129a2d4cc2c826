import { AwsError } from "../errors.ts";
import { parseReference } from "./name.ts";
import type { SsmCall } from "./operations.ts";
import {
  latest,
  type Parameter,
  type ParameterStore,
  type ParameterVersion,
  parameterArn,
  parameterNotFound,
} from "./store.ts";

/** @see AWS Systems Manager API Reference, GetParameter */
export const getParameter = (call: SsmCall) => {
  const reference = call.input.requiredText("Name", { min: 1, max: 2048 });
  const found = findVersion(call, reference);
  if (found === undefined) throw parameterNotFound();
  if (found.version === undefined) {
    throw new AwsError(
      400,
      "ParameterVersionNotFound",
      `Systems Manager could not find version ${found.selector} of ${found.parameter.name}. Verify the version and try again.`,
    );
  }
  return {
    Parameter: parameterOutput(
      call.store,
      found.parameter,
      found.version,
      call.input.flag("WithDecryption"),
      found.selector,
    ),
  };
};

/** @see AWS Systems Manager API Reference, GetParameters */
export const getParameters = (call: SsmCall) => {
  const names = call.input.texts("Names", { min: 1, max: 10 });
  const decrypts = call.input.flag("WithDecryption");
  const outputs = names.map((name) => {
    const found = findVersion(call, name);
    return found?.version && parameterOutput(call.store, found.parameter, found.version, decrypts, found.selector);
  });
  return {
    Parameters: outputs.filter((output) => output !== undefined),
    InvalidParameters: names.filter((_name, index) => outputs[index] === undefined),
  };
};

/** @see AWS Systems Manager API Reference, DeleteParameter */
export const deleteParameter = ({ input, store, now }: SsmCall) => {
  const { name } = parseReference(input.requiredText("Name", { min: 1, max: 2048 }));
  if (!store.remove(name, now)) throw parameterNotFound();
  return {};
};

/** @see AWS Systems Manager API Reference, DeleteParameters */
export const deleteParameters = ({ input, store, now }: SsmCall) => {
  const deleted = new Set<string>();
  const names = input.texts("Names", { min: 1, max: 10 });
  for (const name of names) if (store.remove(parseReference(name).name, now)) deleted.add(name);
  return { DeletedParameters: [...deleted], InvalidParameters: names.filter((name) => !deleted.has(name)) };
};

/** One parameter as the read operations give it. */
export const parameterOutput = (
  store: ParameterStore,
  parameter: Parameter,
  version: ParameterVersion,
  decrypts: boolean,
  selector?: string,
) => ({
  ARN: parameterArn(store, parameter.name),
  DataType: version.dataType,
  LastModifiedDate: version.lastModified.getTime() / 1000,
  Name: parameter.name,
  ...(selector === undefined ? {} : { Selector: `:${selector}` }),
  Type: version.type,
  Value: decrypts ? version.value : (version.ciphertext ?? version.value),
  Version: version.version,
});

interface Found {
  readonly parameter: Parameter;
  /** Nothing when there is no such version. */
  readonly version: ParameterVersion | undefined;
  readonly selector: string | undefined;
}

const findVersion = ({ store, now }: SsmCall, reference: string): Found | undefined => {
  const { name, selector } = parseReference(reference);
  const parameter = store.find(name, now);
  if (parameter === undefined) return undefined;
  const version =
    selector === undefined ? latest(parameter) : parameter.versions.find((known) => String(known.version) === selector);
  return { parameter, version, selector };
};
