import { randomBytes } from "node:crypto";
import { AwsError } from "../errors.ts";
import { type SsmInput, validationError } from "./input.ts";
import { requireParameterName } from "./name.ts";
import type { SsmCall } from "./operations.ts";
import { type Policy, parsePolicies } from "./policies.ts";
import { latest, type Parameter, type ParameterTier, type ParameterType, type ParameterVersion } from "./store.ts";

const types: readonly ParameterType[] = ["String", "StringList", "SecureString"];
const maxStandard = 4096;
const maxAdvanced = 8192;
const maxVersions = 100;
const maxParameters = 10_000;

/** @see AWS Systems Manager API Reference, PutParameter */
export const putParameter = (call: SsmCall) => {
  const { input, store, now } = call;
  const name = input.requiredText("Name", { min: 1, max: 2048 });
  requireParameterName(store, name);
  const value = input.requiredText("Value", { min: 1 });
  const existing = store.find(name, now);
  requireMayWrite(input, existing);
  if (existing === undefined && store.list(now).length >= maxParameters) {
    throw new AwsError(
      400,
      "ParameterLimitExceeded",
      "You have exceeded the number of parameters for this AWS account.",
    );
  }
  const version = newVersion(call, value, existing);
  const kept = existing?.versions.slice(1 - maxVersions) ?? [];
  const [first = version, ...rest] = [...kept, version];
  store.put({ name, versions: [first, ...rest] });
  return { Tier: version.tier, Version: version.version };
};

const requireMayWrite = (input: SsmInput, existing: Parameter | undefined): void => {
  const overwrites = input.flag("Overwrite");
  if (overwrites && input.structures("Tags").length > 0) {
    throw validationError(
      "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag.",
    );
  }
  if (existing !== undefined && !overwrites) {
    throw new AwsError(
      400,
      "ParameterAlreadyExists",
      "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
    );
  }
};

const newVersion = (
  { input, now, userArn }: SsmCall,
  value: string,
  existing: Parameter | undefined,
): ParameterVersion => {
  const previous = existing && latest(existing);
  const type = chosenType(input, previous?.type);
  const policiesText = input.text("Policies", { min: 1, max: 4096 });
  const policies = policiesText === undefined ? (previous?.policies ?? []) : parsePolicies(policiesText);
  const keyId = input.text("KeyId", { min: 1, max: 256 });
  if (keyId !== undefined && type !== "SecureString")
    throw validationError("KeyId can only be used with parameters of type SecureString.");
  return {
    version: (previous?.version ?? 0) + 1,
    type,
    value,
    ciphertext: type === "SecureString" ? opaqueText(value) : undefined,
    keyId: type === "SecureString" ? (keyId ?? previous?.keyId ?? "alias/aws/ssm") : undefined,
    tier: chosenTier(input, previous?.tier, value, policies),
    policies,
    description: input.text("Description", { max: 1024 }) ?? previous?.description,
    allowedPattern: checkedPattern(input, value),
    dataType: input.text("DataType", { values: ["text", "aws:ec2:image", "aws:ssm:integration"] }) ?? "text",
    lastModified: now,
    lastModifiedUser: userArn,
  };
};

const chosenType = (input: SsmInput, previous: ParameterType | undefined): ParameterType => {
  const text = input.text("Type", { values: types });
  const type = types.find((known) => known === text) ?? previous;
  if (type === undefined) throw validationError("A parameter type is required when you create a parameter.");
  if (previous !== undefined && type !== previous) {
    throw new AwsError(
      400,
      "HierarchyTypeMismatchException",
      "Parameter Store doesn't support changing a parameter type in a hierarchy. Create a new, unique parameter.",
    );
  }
  return type;
};

const chosenTier = (
  input: SsmInput,
  previous: ParameterTier | undefined,
  value: string,
  policies: readonly Policy[],
): ParameterTier => {
  const asked = input.text("Tier", { values: ["Standard", "Advanced", "Intelligent-Tiering"] });
  const needsAdvanced = value.length > maxStandard || policies.length > 0;
  const isAdvanced =
    asked === "Advanced" ||
    (asked !== "Standard" && previous === "Advanced") ||
    (asked === "Intelligent-Tiering" && needsAdvanced);
  if (asked === "Standard" && previous === "Advanced") {
    throw validationError(
      "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier.",
    );
  }
  if (value.length > maxAdvanced) {
    throw validationError(`Advanced tier parameters support a maximum parameter value of ${maxAdvanced} characters.`);
  }
  if (isAdvanced) return "Advanced";
  if (value.length > maxStandard) {
    throw validationError(
      `Standard tier parameters support a maximum parameter value of ${maxStandard} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier.`,
    );
  }
  if (policies.length > 0)
    throw validationError("Parameter policies are only supported for parameters in the advanced-parameter tier.");
  return "Standard";
};

const checkedPattern = (input: SsmInput, value: string): string | undefined => {
  const text = input.text("AllowedPattern", { max: 1024 });
  if (text === undefined) return undefined;
  let pattern: RegExp;
  try {
    pattern = new RegExp(text);
  } catch {
    throw new AwsError(
      400,
      "InvalidAllowedPatternException",
      "The request does not meet the regular expression requirement.",
    );
  }
  if (!pattern.test(value)) {
    throw new AwsError(
      400,
      "ParameterPatternMismatchException",
      "Parameter value, cannot be validated against allowedPattern",
    );
  }
  return text;
};

/** Looks like the ciphertext of a KMS key; there is nothing in it. */
const opaqueText = (value: string): string => `AQICAH${randomBytes(150 + value.length).toString("base64")}`;
