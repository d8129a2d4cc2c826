import { isObject } from "@tsunagu/core";

const reservedVariables = ["text", "json", "files"];

/** What is wrong with a message of an `invoke_tool` call by the rules of the daemon and of Dify; undefined when nothing. */
export const checkToolMessage = (data: unknown): string | undefined => {
  if (!isObject(data)) return "a stream message is not an object";
  const { type, message, meta } = data;
  if (!isObject(message)) return `a ${type} message has no message object`;
  if (meta !== null && meta !== undefined && !isObject(meta)) return `the meta of a ${type} message is not an object`;
  switch (type) {
    case "text":
    case "link":
    case "image":
    case "image_link":
    case "binary_link":
      return typeof message["text"] === "string" ? undefined : `a ${type} message has no text`;
    case "json":
      return isObject(message["json_object"]) ? undefined : "a json message has no object";
    case "variable":
      return checkVariable(message);
    case "log":
      return checkLog(message);
    case "blob_chunk":
      return isObject(meta) && typeof meta["mime_type"] === "string" ? undefined : "a blob has no meta.mime_type";
    default:
      return `there is no message type ${JSON.stringify(type)} for this use`;
  }
};

const checkVariable = (message: Readonly<Record<string, unknown>>): string | undefined => {
  const { variable_name: name, variable_value: value, stream } = message;
  if (typeof name !== "string" || name === "") return "a variable has no name";
  if (reservedVariables.includes(name)) return `a variable must not be named ${name}`;
  if (value === null || value === undefined) return `the variable ${name} has no value`;
  return stream === true && typeof value !== "string" ? `the streamed variable ${name} is not text` : undefined;
};

const checkLog = (message: Readonly<Record<string, unknown>>): string | undefined => {
  if (typeof message["id"] !== "string" || typeof message["label"] !== "string") return "a log has no id or label";
  if (!["start", "success", "error"].includes(String(message["status"])))
    return `a log has the status ${message["status"]}`;
  return isObject(message["data"]) ? undefined : "a log has no data object";
};
