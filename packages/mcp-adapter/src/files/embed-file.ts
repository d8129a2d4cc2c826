import { randomUUID } from "node:crypto";
import type { ContentBlock } from "@modelcontextprotocol/server";
import { limitBytes, type OutputFile, readAll, toolError } from "@tsunagu/core";

/**
 * Reads a file into a content block: an image as an image, so that a model sees it, and anything else as a resource in
 * base64. Fails with `too_large` when the answer's share of bytes is used up.
 */
export const embedFile = async (
  file: OutputFile,
  { left, limit }: { readonly left: number; readonly limit: number },
): Promise<{ readonly block: ContentBlock; readonly size: number }> => {
  const tooLarge = () =>
    toolError("too_large", `An answer may hold ${limit} bytes of files inside itself; ${file.name} goes beyond that.`, {
      hint: "Have the server started with a files directory; files of any size are then saved there and linked.",
    });
  const bytes = await readAll(limitBytes(file.body, left, tooLarge));
  const data = bytes.toString("base64");
  const mimeType = file.mediaType;
  const block: ContentBlock = mimeType.startsWith("image/")
    ? { type: "image", data, mimeType }
    : { type: "resource", resource: { uri: embeddedUri(file.name), mimeType, blob: data } };
  return { block, size: bytes.byteLength };
};

const embeddedUri = (name: string): string => `tsunagu://files/${randomUUID()}/${encodeURIComponent(name)}`;
