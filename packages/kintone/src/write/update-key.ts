import { isObject, readPythonLiteral, type ToolError } from "@tsunagu/core";
import { err, ok, type Result } from "neverthrow";
import { dataError } from "./record-data.ts";

/** A unique field and its value, which together name a record. */
export interface UpdateKey {
  readonly field: string;
  readonly value: string;
}

/** Most characters of an update key's value. */
export const maxUpdateKeyValue = 64;

/**
 * Reads an update key: an object, JSON text or a Python literal of one, or a bare field code with its value beside. Errors: `invalid_input`.
 */
export const readUpdateKey = (
  given: unknown,
  value: string | undefined,
  path: readonly (string | number)[] = ["updateKey"],
): Result<UpdateKey, ToolError> => {
  const parsed = typeof given === "string" ? fromText(given, value) : given;
  if (!isObject(parsed) || typeof parsed["field"] !== "string" || parsed["field"] === "") {
    return err(
      dataError(
        path,
        "names no field",
        'Write {"field": "Code", "value": "A-1"}, or a field code with updateKeyValue beside.',
      ),
    );
  }
  const text = typeof parsed["value"] === "number" ? String(parsed["value"]) : parsed["value"];
  if (typeof text !== "string" || text === "") {
    return err(dataError(path, "has no value", "Give the value that the field has in the record to change."));
  }
  if ([...text].length > maxUpdateKeyValue) {
    return err(
      dataError(
        path,
        `has a value of more than ${maxUpdateKeyValue} characters`,
        "kintone finds records by shorter values only.",
      ),
    );
  }
  return ok({ field: parsed["field"], value: text });
};

const fromText = (given: string, value: string | undefined): unknown => {
  const text = given.trim();
  if (!text.startsWith("{")) return { field: text, value };
  try {
    return JSON.parse(text);
  } catch {
    return readPythonLiteral(text); // of anything else the error says what is expected
  }
};
