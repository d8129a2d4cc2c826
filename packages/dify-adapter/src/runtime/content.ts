import { type Content, isObject, type JsonObject, type JsonValue } from "@tsunagu/core";
import type { Session } from "./session.ts";

/** UTF-16 units of one text message: at six bytes each, escaped, still within the line limit. Dify joins the pieces. */
const textPiece = 512 * 1024;

/** Names that every Dify node has as outputs of its own, so that no variable can have them. */
export const reservedVariables: ReadonlySet<string> = new Set(["text", "json", "files"]);

/** Sends one piece of content. A file without an address was sent as a blob when it was written, so nothing is left to do. */
export const sendContent = async (session: Session, part: Content): Promise<void> => {
  switch (part.type) {
    case "text":
      return sendText(session, part.text);
    case "json":
      return sendJson(session, part.value);
    case "file":
      if (part.file.uri !== null) await session.stream({ type: "link", message: { text: part.file.uri }, meta: null });
  }
};

/** Sends text, in several messages where one would be too long. */
export const sendText = async (session: Session, text: string): Promise<void> => {
  for (let start = 0; start < text.length; ) {
    const end = start + textPiece;
    const splitsPair = /[\ud800-\udbff]/.test(text.charAt(end - 1));
    const piece = text.slice(start, splitsPair ? end - 1 : end);
    await session.stream({ type: "text", message: { text: piece }, meta: null });
    start += piece.length;
  }
};

/**
 * Sends a tool's output twice, as Dify needs it: as one JSON message for agents, and as one variable for each field,
 * which is what a workflow's later nodes can refer to by the output schema.
 */
export const sendOutput = async (session: Session, output: JsonObject): Promise<void> => {
  await sendJson(session, output);
  for (const [name, value] of Object.entries(output)) {
    if (value === null || reservedVariables.has(name)) continue;
    const message = { variable_name: name, variable_value: value, stream: false };
    await session.stream({ type: "variable", message, meta: null });
  }
};

/** Dify takes an object, and newer versions a list; anything else travels inside an object. */
const sendJson = async (session: Session, value: JsonValue): Promise<void> => {
  const object = isObject(value) ? (value as JsonObject) : { value };
  await session.stream({ type: "json", message: { json_object: object }, meta: null });
};
