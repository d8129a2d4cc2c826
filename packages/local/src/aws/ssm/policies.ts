import { AwsError } from "../errors.ts";

const maxPolicies = 10;
const types = ["Expiration", "ExpirationNotification", "NoChangeNotification"] as const;

/** A parameter policy. Only expiration does something here; the notifications have nobody to tell. */
export interface Policy {
  readonly type: (typeof types)[number];
  /** As it was sent. */
  readonly text: string;
  /** Of an Expiration policy. */
  readonly expiresAt: Date | undefined;
}

/**
 * Reads the JSON list of policies. A list without any removes those that a parameter has.
 *
 * @see AWS Systems Manager User Guide, Assigning parameter policies in Parameter Store
 */
export const parsePolicies = (text: string): readonly Policy[] => {
  const parsed = parseJson(text);
  const items = (Array.isArray(parsed) ? parsed : [parsed]).filter((item) => !isEmpty(item));
  if (items.length > maxPolicies) {
    throw new AwsError(
      400,
      "PoliciesLimitExceededException",
      `You can attach a maximum of ${maxPolicies} policies to a parameter.`,
    );
  }
  const policies = items.map(parsePolicy);
  if (policies.filter(({ type }) => type === "Expiration").length > 1) {
    throw new AwsError(
      400,
      "IncompatiblePolicyException",
      "You can't specify two Expiration policies for a parameter.",
    );
  }
  return policies;
};

const parsePolicy = (item: unknown): Policy => {
  const { Type: name, Version: version, Attributes: attributes } = asRecord(item);
  const type = types.find((known) => known === name);
  if (type === undefined)
    throw new AwsError(400, "InvalidPolicyTypeException", `The policy type must be one of ${types.join(", ")}.`);
  if (version !== "1.0") throw invalidAttribute("the Version of a policy must be 1.0");
  return {
    type,
    text: JSON.stringify(item),
    expiresAt: type === "Expiration" ? parseTimestamp(attributes) : undefined,
  };
};

const parseTimestamp = (attributes: unknown): Date => {
  const { Timestamp: text } = asRecord(attributes);
  const date = new Date(typeof text === "string" ? text : "");
  if (Number.isNaN(date.getTime())) throw invalidAttribute("Timestamp must be a date in ISO 8601 form");
  return date;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text === "" ? "[]" : text);
  } catch {
    throw invalidAttribute("the policies are not JSON");
  }
};

const asRecord = (value: unknown): Readonly<Record<string, unknown>> => {
  if (typeof value !== "object" || value === null)
    throw invalidAttribute("a policy and its Attributes must be objects");
  return { ...value };
};

const isEmpty = (value: unknown): boolean =>
  typeof value === "object" && value !== null && Object.keys(value).length === 0;

const invalidAttribute = (problem: string): AwsError =>
  new AwsError(400, "InvalidPolicyAttributeException", `A policy attribute or its value is invalid: ${problem}.`);
