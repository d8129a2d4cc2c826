import { invalidInput, invalidJson } from "./errors.ts";

/** A request's parameters, from its JSON body or its query string; nothing is checked yet. */
export type Parameters = Readonly<Record<string, unknown>>;

/** A whole number given as number or text; missing is CB_VA01. */
export const requiredInteger = (parameters: Parameters, name: string, path = name): number => {
  const value = optionalInteger(parameters, name, path);
  if (value === undefined) throw invalidInput(path, "This parameter is required.");
  if (value < 1) throw invalidInput(path, "The value must be 1 or more.");
  return value;
};

/** A whole number given as number or text, possibly negative; undefined when missing. */
export const optionalInteger = (parameters: Parameters, name: string, path = name): number | undefined => {
  const value = parameters[name];
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value !== "number" && typeof value !== "string") throw invalidJson(`${path} must be a number.`);
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw invalidInput(path, "The value must be a whole number.");
  return number;
};

/** Text; undefined when missing. */
export const optionalText = (parameters: Parameters, name: string): string | undefined => {
  const value = parameters[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw invalidJson(`${name} must be text.`);
  return value;
};

/** Text; missing or empty is CB_VA01. */
export const requiredText = (parameters: Parameters, name: string, path = name): string => {
  const value = optionalText(parameters, name);
  if (value === undefined || value === "") throw invalidInput(path, "This parameter is required.");
  return value;
};

/** A boolean, or the text of one as query strings carry it. */
export const optionalBoolean = (parameters: Parameters, name: string): boolean => {
  const value = parameters[name];
  if (value === undefined || value === null) return false;
  if (typeof value === "boolean") return value;
  if (value === "true" || value === "false") return value === "true";
  throw invalidJson(`${name} must be true or false.`);
};

/** A list; undefined when missing. */
export const optionalList = (parameters: Parameters, name: string): readonly unknown[] | undefined => {
  const value = parameters[name];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw invalidJson(`${name} must be an array.`);
  return value;
};

/** A list; missing is CB_VA01. */
export const requiredList = (parameters: Parameters, name: string): readonly unknown[] => {
  const list = optionalList(parameters, name);
  if (list === undefined) throw invalidInput(name, "This parameter is required.");
  return list;
};

/** An object inside a body; anything else is CB_IJ01. */
export const objectAt = (value: unknown, path: string): Parameters => {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalidJson(`${path} must be an object.`);
  return { ...value };
};
