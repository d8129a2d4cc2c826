import { homedir } from "node:os";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { inputJsonSchema, isObject, type JsonSchema, type JsonValue, type ToolSchema } from "@tsunagu/core";
import { fileMark } from "@tsunagu/core/schemas";

/** Turns plain paths in the fields that take files into `file:` addresses; what is an address already stays. */
export const resolveFilePaths = (schema: ToolSchema, input: unknown, directory: string): unknown =>
  resolveNode(inputJsonSchema(schema, { notes: true }), input, directory);

const resolveNode = (schema: JsonValue | undefined, value: unknown, directory: string): unknown => {
  if (!isObject(schema)) return value;
  const node = schema as JsonSchema;
  if (node[fileMark] === "file") return resolveFile(value, directory);
  if (Array.isArray(value)) return value.map((item) => resolveNode(node["items"], item, directory));
  const properties = node["properties"];
  if (!isObject(value) || !isObject(properties)) return value;
  const entries = Object.entries(value).map(([name, field]): [string, unknown] => {
    const property = Object.hasOwn(properties, name) ? (properties[name] as JsonValue) : undefined;
    return [name, resolveNode(property, field, directory)];
  });
  return Object.fromEntries(entries);
};

const resolveFile = (value: unknown, directory: string): unknown => {
  if (!isObject(value) || typeof value["uri"] !== "string" || value["uri"] === "" || isAddress(value["uri"]))
    return value;
  const path = value["uri"].replace(/^~(?=\/)/, () => homedir());
  return { ...value, uri: pathToFileURL(resolve(directory, path)).href };
};

/** A scheme has two letters or more; one letter is a drive. */
const isAddress = (text: string): boolean => /^[a-z][a-z0-9+.-]+:/i.test(text);
