import { AwsError } from "../errors.ts";
import { validationError } from "./input.ts";
import { type ParameterStore, parameterArn } from "./store.ts";

const maxLevels = 15;
const maxArnLength = 1011;

/**
 * Refuses a name that a parameter cannot have.
 *
 * @see AWS Systems Manager API Reference, PutParameter, Name
 */
export const requireParameterName = (store: ParameterStore, name: string): void => {
  if (!/^[\w./-]+$/.test(name) || name.endsWith("/") || name.includes("//") || /^\/?ssm/i.test(name)) {
    throw validationError(
      'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
    );
  }
  if (/^\/?aws/i.test(name)) {
    throw new AwsError(400, "AccessDeniedException", `No access to reserved parameter name: ${name}.`);
  }
  if (name.includes("/") && !name.startsWith("/"))
    throw validationError("Parameter name must be a fully qualified name.");
  if (name.split("/").length - 1 > maxLevels) {
    throw new AwsError(400, "HierarchyLevelLimitExceededException", "A hierarchy can have a maximum of 15 levels.");
  }
  if (parameterArn(store, name).length > maxArnLength) {
    throw validationError(`The parameter name is too long: with its ARN it may have up to ${maxArnLength} characters.`);
  }
};

/** A name as it is asked for: an ARN or a name, and a version after a colon. */
export const parseReference = (text: string): { name: string; selector: string | undefined } => {
  const path = /^arn:aws[a-z-]*:ssm:[a-z0-9-]+:\d{12}:parameter(\/.+)$/.exec(text)?.[1] ?? text;
  const [name = "", selector] = path.split(":");
  return { name, selector };
};
