import { type FileReference, guardedFetch, type InputFile, isObject, ToolFailure, toolError } from "@tsunagu/core";

/** Parameters in which Dify's file objects became file references, and what those refer to. */
export interface FilesFound {
  readonly value: unknown;
  readonly inputs: ReadonlyMap<string, InputFile>;
}

/**
 * Replaces every file object of Dify, at any depth, by a file reference. A file is fetched when a tool reads it.
 * Throws a ToolFailure `invalid_input` for a file whose address is not complete.
 */
export const takeFiles = (
  parameters: unknown,
  options: { readonly signal: AbortSignal; readonly maxBytes: number },
): FilesFound => {
  const inputs = new Map<string, InputFile>();
  const replace = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(replace);
    if (!isObject(value)) return value;
    if (value["dify_model_identity"] !== "__dify__file__") {
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, replace(item)]));
    }
    const uri = `dify-file:${inputs.size}`;
    const file = toInputFile(value, options);
    inputs.set(uri, file);
    const { name, mediaType } = file;
    return { uri, name, media_type: mediaType } satisfies FileReference;
  };
  return { value: replace(parameters), inputs };
};

const toInputFile = (
  file: Record<string, unknown>,
  options: { readonly signal: AbortSignal; readonly maxBytes: number },
): InputFile => {
  const url = parseUrl(file["url"]);
  const size = Number(file["size"]);
  const known = Number.isSafeInteger(size) && size > 0 ? size : undefined; // Dify says 0 or -1 for a size it does not know
  return {
    name: textOf(file["filename"]) ?? lastSegment(url),
    mediaType: textOf(file["mime_type"]) ?? "application/octet-stream",
    size: known,
    body: fetchFile(url, known, options),
  };
};

const parseUrl = (address: unknown): URL => {
  const text = textOf(address) ?? "";
  const url = URL.parse(text);
  if (url !== null && (url.protocol === "http:" || url.protocol === "https:")) return url;
  throw new ToolFailure(
    toolError("invalid_input", "Dify gave the address of a file without http:// or https:// in front.", {
      hint: "Whoever runs Dify has to set FILES_URL (or INTERNAL_FILES_URL), for example to http://api:5001, and restart it.",
    }),
  );
};

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value.slice(0, 4096) : undefined;

const lastSegment = (url: URL): string => url.pathname.split("/").at(-1) || "file";

async function* fetchFile(
  url: URL,
  size: number | undefined,
  options: { readonly signal: AbortSignal; readonly maxBytes: number },
): AsyncGenerator<Uint8Array, void> {
  const allowHosts = isSignedByDify(url) ? [url.host] : [];
  const fetched = await guardedFetch(url.href, { ...options, allowHosts });
  if (fetched.isErr()) throw new ToolFailure(fetched.error);
  let received = 0;
  for await (const chunk of fetched.value.body) {
    received += chunk.byteLength;
    yield chunk;
  }
  if (size === undefined || size === received) return;
  throw new ToolFailure(
    toolError("upstream", `Dify says that the file has ${size} bytes, but it sent ${received}.`, { retryable: true }),
  );
}

/**
 * Dify's own file addresses, which may lie in a private network. A file that a user gave by its address has that address
 * instead, and it is fetched only where it is public.
 */
const isSignedByDify = (url: URL): boolean =>
  url.pathname.includes("/files/") && ["timestamp", "nonce", "sign"].every((name) => url.searchParams.has(name));
