import { AwsError } from "../errors.ts";
import { type SsmInput, validationError } from "./input.ts";
import type { SsmCall } from "./operations.ts";
import { parameterOutput } from "./read-parameters.ts";
import { latest, type Parameter, type ParameterStore, parameterArn } from "./store.ts";

/** @see AWS Systems Manager API Reference, GetParametersByPath */
export const getParametersByPath = ({ input, store, now }: SsmCall) => {
  const path = input.requiredText("Path", { min: 1, max: 2048 });
  if (!path.startsWith("/")) throw validationError("The parameter path must begin with a forward slash (/).");
  const isRecursive = input.flag("Recursive");
  const matches = filtersOf(input);
  const found = store.list(now).filter((parameter) => isUnder(parameter.name, path, isRecursive) && matches(parameter));
  const page = pageOf(input, found, 10);
  const decrypts = input.flag("WithDecryption");
  return {
    Parameters: page.items.map((parameter) => parameterOutput(store, parameter, latest(parameter), decrypts)),
    ...(page.next === undefined ? {} : { NextToken: page.next }),
  };
};

/** @see AWS Systems Manager API Reference, DescribeParameters */
export const describeParameters = ({ input, store, now }: SsmCall) => {
  const page = pageOf(input, store.list(now).filter(filtersOf(input)), 50);
  return {
    Parameters: page.items.map((parameter) => metadataOutput(store, parameter)),
    ...(page.next === undefined ? {} : { NextToken: page.next }),
  };
};

const metadataOutput = (store: ParameterStore, parameter: Parameter) => {
  const version = latest(parameter);
  return {
    ARN: parameterArn(store, parameter.name),
    AllowedPattern: version.allowedPattern,
    DataType: version.dataType,
    Description: version.description,
    KeyId: version.keyId,
    LastModifiedDate: version.lastModified.getTime() / 1000,
    LastModifiedUser: version.lastModifiedUser,
    Name: parameter.name,
    Policies: version.policies.map((policy) => ({
      PolicyText: policy.text,
      PolicyType: policy.type,
      PolicyStatus: "Pending",
    })),
    Tier: version.tier,
    Type: version.type,
    Version: version.version,
  };
};

const pageOf = (
  input: SsmInput,
  all: readonly Parameter[],
  max: number,
): { items: readonly Parameter[]; next: string | undefined } => {
  const size = input.integer("MaxResults", { fallback: max, min: 1, max });
  const after = readToken(input.text("NextToken"));
  const rest = after === undefined ? all : all.filter(({ name }) => name > after);
  const items = rest.slice(0, size);
  const last = items.at(-1);
  return {
    items,
    next: rest.length > size && last !== undefined ? Buffer.from(`v1\n${last.name}`).toString("base64") : undefined,
  };
};

const readToken = (token: string | undefined): string | undefined => {
  if (token === undefined) return undefined;
  const text = Buffer.from(token, "base64").toString("utf8");
  if (!text.startsWith("v1\n")) throw new AwsError(400, "InvalidNextToken", "The specified token isn't valid.");
  return text.slice(3);
};

const isUnder = (name: string, path: string, isRecursive: boolean): boolean => {
  const prefix = path.endsWith("/") ? path : `${path}/`;
  const full = name.startsWith("/") ? name : `/${name}`;
  return full.startsWith(prefix) && (isRecursive || !full.slice(prefix.length).includes("/"));
};

/** `ParameterFilters`, all of which must match. */
const filtersOf = (input: SsmInput): ((parameter: Parameter) => boolean) => {
  const filters = input.structures("ParameterFilters").map(parseFilter);
  return (parameter) => filters.every((filter) => filter(parameter));
};

const parseFilter = (filter: SsmInput): ((parameter: Parameter) => boolean) => {
  const key = filter.requiredText("Key", { min: 1, max: 132 });
  const option = filter.text("Option", { min: 1, max: 10 }) ?? (key === "Path" ? "OneLevel" : "Equals");
  const values = filter.texts("Values", { min: 1, max: 50 });
  if (key === "Path") {
    if (option !== "OneLevel" && option !== "Recursive") throw invalidOption(option);
    return ({ name }) => values.some((path) => isUnder(name, path, option === "Recursive"));
  }
  return (parameter) => values.some((value) => compare(filteredText(key, parameter), value, option));
};

const filteredText = (key: string, parameter: Parameter): string => {
  const { type, tier, dataType, keyId } = latest(parameter);
  switch (key) {
    case "Name":
      return parameter.name;
    case "Type":
      return type;
    case "Tier":
      return tier;
    case "DataType":
      return dataType;
    case "KeyId":
      return keyId ?? "";
    default:
      throw new AwsError(400, "InvalidFilterKey", `The local server does not filter by ${key}.`);
  }
};

const compare = (text: string, value: string, option: string): boolean => {
  switch (option) {
    case "Equals":
      return text === value;
    case "BeginsWith":
      return text.startsWith(value);
    case "Contains":
      return text.includes(value);
    default:
      throw invalidOption(option);
  }
};

const invalidOption = (option: string): AwsError =>
  new AwsError(400, "InvalidFilterOption", `The specified filter option isn't valid: ${option}.`);
