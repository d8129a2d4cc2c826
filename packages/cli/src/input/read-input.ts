import { createReadStream } from "node:fs";
import { isObject, limitBytes, readAll, ToolFailure, toolError } from "@tsunagu/core";

const maxInputBytes = 64 * 1024 ** 2;

/**
 * Reads `--input`: a JSON object, `@path` of a file that holds one, or `-` for standard input. At most 64 MiB.
 * Throws a ToolFailure: `invalid_input`, `not_found`, `too_large`.
 */
export const readInput = async (given: string | undefined): Promise<Readonly<Record<string, unknown>>> => {
  if (given === undefined) return {};
  const text = await readText(given);
  const value = parse(text);
  if (isObject(value)) return value;
  throw new ToolFailure(toolError("invalid_input", "--input: is not a JSON object.", { hint: inputHint }));
};

const inputHint = `Such as --input '{"name": "value"}', --input @input.json, or --input - for standard input.`;

const readText = async (given: string): Promise<string> => {
  if (given !== "-" && !given.startsWith("@")) return given;
  const body = given === "-" ? process.stdin : createReadStream(given.slice(1));
  const tooLarge = () => toolError("too_large", `--input: is larger than ${maxInputBytes} bytes.`);
  try {
    return (await readAll(limitBytes(body, maxInputBytes, tooLarge))).toString("utf8");
  } catch (cause) {
    if (cause instanceof ToolFailure) throw cause;
    const message = cause instanceof Error ? cause.message : "unknown cause";
    throw new ToolFailure(toolError("not_found", `--input: cannot be read: ${message}.`, { hint: inputHint }));
  }
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (cause) {
    const problem = cause instanceof SyntaxError ? cause.message : "unknown cause";
    throw new ToolFailure(toolError("invalid_input", `--input: is not JSON: ${problem}.`, { hint: inputHint }));
  }
};
