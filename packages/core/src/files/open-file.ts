import { createReadStream } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { basename, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parse as parseDisposition } from "content-disposition";
import mime from "mime";
import { ToolFailure, toolError } from "../error.ts";
import { guardedFetch } from "../http/guarded-fetch.ts";
import { bodyOf } from "./bytes.ts";
import type { FileReference, InputFile } from "./file-store.ts";

/** What file references a host resolves. */
export interface FileAccess {
  /** Files that the caller handed over, by `uri`. Each can be read once. */
  readonly inputs?: ReadonlyMap<string, InputFile>;
  /** Directories whose files `file:` references may name; `any` for a host whose user is the machine's own. Default: none. */
  readonly directories?: readonly string[] | "any";
  /** Host names (or `host:port`) that may be fetched though their address is not public. */
  readonly allowHosts?: readonly string[];
}

/** Opens one reference. Throws a ToolFailure: `invalid_input`, `not_found`, `forbidden`, `too_large`, `unavailable`. */
export const openFile = async (
  reference: FileReference,
  access: FileAccess,
  options: { readonly signal: AbortSignal; readonly maxBytes: number },
): Promise<InputFile> => {
  const uri = reference.uri ?? "";
  const given = access.inputs?.get(uri);
  if (given !== undefined) return named(given, reference);
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase();
  switch (scheme) {
    case "http":
    case "https":
      return named(await openUrl(uri, access, options), reference);
    case "data":
      return named(openData(uri, options.maxBytes), reference);
    case "file":
      return named(await openPath(uri, access), reference);
    default:
      throw new ToolFailure(
        toolError(
          "invalid_input",
          `A file's uri has to be an https:, data: or file: address, or a handle of this host.`,
        ),
      );
  }
};

const named = (file: InputFile, reference: FileReference): InputFile => {
  const name = safeName(reference.name ?? file.name);
  const guessed = file.mediaType === unknownType ? (mime.getType(name) ?? unknownType) : file.mediaType;
  return { ...file, name, mediaType: reference.media_type ?? guessed };
};

const unknownType = "application/octet-stream";

const openUrl = async (
  uri: string,
  access: FileAccess,
  options: { readonly signal: AbortSignal; readonly maxBytes: number },
): Promise<InputFile> => {
  const allowHosts = access.allowHosts ?? [];
  const fetched = await guardedFetch(uri, { signal: options.signal, maxBytes: options.maxBytes, allowHosts });
  if (fetched.isErr()) throw new ToolFailure(fetched.error);
  const { url, headers, size, body } = fetched.value;
  return {
    name: dispositionName(headers["content-disposition"]) ?? lastSegment(url.pathname),
    mediaType: headers["content-type"]?.split(";")[0]?.trim() || unknownType,
    size,
    body,
  };
};

const dispositionName = (header: string | undefined): string | undefined => {
  if (header === undefined) return undefined;
  try {
    return parseDisposition(header).parameters["filename"];
  } catch {
    return undefined; // a malformed header names no file; the address does
  }
};

const lastSegment = (path: string): string => {
  const segment = path.split("/").findLast((part) => part !== "") ?? "file";
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // not percent-encoded UTF-8
  }
};

const openData = (uri: string, maxBytes: number): InputFile => {
  const comma = uri.indexOf(",");
  if (comma < 0) throw new ToolFailure(toolError("invalid_input", "A data: address has no comma before its data."));
  if (uri.length > maxBytes * 3) {
    throw new ToolFailure(toolError("too_large", `The file is larger than ${maxBytes} bytes.`));
  }
  const [mediaType, ...parameters] = uri.slice("data:".length, comma).split(";");
  const data = uri.slice(comma + 1);
  const bytes = parameters.includes("base64")
    ? Buffer.from(decodePercent(data), "base64")
    : Buffer.from(decodePercent(data));
  const extension = mediaType ? mime.getExtension(mediaType) : "txt";
  return {
    name: `file.${extension ?? "bin"}`,
    mediaType: mediaType || "text/plain",
    size: bytes.byteLength,
    body: bodyOf(bytes),
  };
};

const decodePercent = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ToolFailure(toolError("invalid_input", "A data: address is not percent-encoded as it should be."));
  }
};

const openPath = async (uri: string, access: FileAccess): Promise<InputFile> => {
  const allowed = access.directories;
  const refused = new ToolFailure(
    toolError("forbidden", "This host does not allow that file.", {
      hint: "Name a file inside an allowed directory, or pass its content or an https: address.",
    }),
  );
  if (allowed === undefined || (allowed !== "any" && allowed.length === 0)) throw refused;
  const path = await realpath(toPath(uri)).catch(() => undefined);
  if (path === undefined) {
    if (allowed === "any") throw new ToolFailure(toolError("not_found", `There is no file ${basename(toPath(uri))}.`));
    throw refused;
  }
  if (allowed !== "any") {
    const roots = await Promise.all(allowed.map((directory) => realpath(directory)));
    if (!roots.some((root) => isInside(root, path))) throw refused;
  }
  const { size, isFile } = await stat(path).then((entry) => ({ size: entry.size, isFile: entry.isFile() }));
  if (!isFile) throw new ToolFailure(toolError("invalid_input", `${basename(path)} is not a regular file.`));
  return {
    name: basename(path),
    mediaType: unknownType,
    size,
    body: createReadStream(path, { highWaterMark: 256 * 1024 }),
  };
};

const toPath = (uri: string): string => {
  try {
    return fileURLToPath(uri);
  } catch {
    throw new ToolFailure(toolError("invalid_input", "A file: address has to be absolute, such as file:///tmp/a.png."));
  }
};

const isInside = (root: string, path: string): boolean => {
  const steps = relative(root, path);
  return steps !== "" && !steps.startsWith("..") && !steps.startsWith("/");
};

/** A name without directories or control characters, never empty. */
const safeName = (name: string): string => {
  const last = name.split(/[\\/]/).at(-1) ?? "";
  const clean = [...last].filter((character) => character >= " " && character !== "\u007f").join("");
  return clean === "" || clean === "." || clean === ".." ? "file" : clean;
};
