import { type Content, isObject, type JsonObject, type JsonValue } from "@tsunagu/core";
import type { ToolMessage } from "./messages.ts";

/** UTF-16 units of one text message: at six bytes each, escaped, still within the line limit. Dify joins the pieces. */
const textPiece = 512 * 1024;

/** Names that every Dify node has as outputs of its own, so that no variable can have them. */
export const reservedVariables: ReadonlySet<string> = new Set(["text", "json", "files"]);

/** One piece of content. A file without an address was sent as a blob when it was written, so nothing is left to say. */
export const contentMessages = (part: Content): readonly ToolMessage[] => {
  switch (part.type) {
    case "text":
      return textMessages(part.text);
    case "json":
      return [jsonMessage(part.value)];
    case "file":
      return part.file.uri === null ? [] : [{ type: "link", message: { text: part.file.uri }, meta: null }];
  }
};

/** Text, in several messages where one would be too long. */
export const textMessages = (text: string): readonly ToolMessage[] => {
  const messages: ToolMessage[] = [];
  for (let start = 0; start < text.length; ) {
    const end = start + textPiece;
    const splitsPair = /[\ud800-\udbff]/.test(text.charAt(end - 1));
    const piece = text.slice(start, splitsPair ? end - 1 : end);
    messages.push({ type: "text", message: { text: piece }, meta: null });
    start += piece.length;
  }
  return messages;
};

/**
 * A tool's output twice, as Dify needs it: as one JSON message for agents, and as one variable for each field, which is
 * what a workflow's later nodes can refer to by the output schema.
 */
export const outputMessages = (output: JsonObject): readonly ToolMessage[] => {
  const messages = [jsonMessage(output)];
  for (const [name, value] of Object.entries(output)) {
    if (value === null || reservedVariables.has(name)) continue;
    const message = { variable_name: name, variable_value: value, stream: false };
    messages.push({ type: "variable", message, meta: null });
  }
  return messages;
};

/** Dify takes an object, and newer versions a list; anything else travels inside an object. */
const jsonMessage = (value: JsonValue): ToolMessage => {
  const object = isObject(value) ? (value as JsonObject) : { value };
  return { type: "json", message: { json_object: object }, meta: null };
};
