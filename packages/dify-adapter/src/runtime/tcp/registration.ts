import { isObject, type JsonObject, type JsonValue } from "@tsunagu/core";
import { parse } from "yaml";

/** What registration needs of a plugin's package: its YAML files and assets, by path. */
export type DeclarationFiles = ReadonlyMap<string, string | Uint8Array>;

/** Raw bytes of one piece of an asset. */
const assetChunkBytes = 8192;
const assetDirectory = "_assets/";

/**
 * The messages that register a plugin for debugging, in the order that the daemon wants, without the handshake that
 * comes before them. Throws a TypeError that names the file which is missing or is no mapping.
 *
 * @see dify-plugin-daemon, internal/core/debugging_runtime
 */
export const registrationMessages = (files: DeclarationFiles): readonly JsonObject[] => {
  const manifest = readYaml(files, "manifest.yaml");
  const plugins = isObject(manifest["plugins"]) ? manifest["plugins"] : {};
  const providers = textsIn(plugins["tools"]).map((path) => providerDeclaration(files, path));
  const assets = [...files].filter(([path]) => path.startsWith(assetDirectory));
  return [
    { type: "manifest_declaration", data: manifest },
    { type: "tool_declaration", data: providers },
    ...assets.flatMap(([path, content]) => assetMessages(path.slice(assetDirectory.length), Buffer.from(content))),
    { type: "end", data: {} },
  ];
};

/** A provider with its tools inside, and its credentials as a list: a mapping loses its names on this way. */
const providerDeclaration = (files: DeclarationFiles, path: string): JsonObject => {
  const { credentials_for_provider: fields, credentials_schema: listed, tools, ...provider } = readYaml(files, path);
  const schema = isObject(fields)
    ? Object.entries(fields as JsonObject).map(([name, field]) => ({
        name,
        ...(isObject(field) ? (field as JsonObject) : {}),
      }))
    : Array.isArray(listed)
      ? listed
      : [];
  return {
    ...provider,
    credentials_schema: schema,
    tools: textsIn(tools).map((toolPath) => readYaml(files, toolPath)),
  };
};

const assetMessages = (filename: string, content: Buffer): readonly JsonObject[] => {
  const messages: JsonObject[] = [];
  for (let start = 0; start === 0 || start < content.byteLength; start += assetChunkBytes) {
    const data = content.toString("base64", start, start + assetChunkBytes);
    messages.push({
      type: "asset_chunk",
      data: { filename, data, end: start + assetChunkBytes >= content.byteLength },
    });
  }
  return messages;
};

const readYaml = (files: DeclarationFiles, path: string): JsonObject => {
  const file = files.get(path);
  if (file === undefined) throw new TypeError(`${path}: is missing among the plugin's files.`);
  const value: unknown = parse(typeof file === "string" ? file : Buffer.from(file).toString("utf8"));
  if (!isObject(value)) throw new TypeError(`${path}: is not a mapping.`);
  return value as JsonObject;
};

const textsIn = (value: JsonValue | unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
