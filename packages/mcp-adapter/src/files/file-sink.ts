import type { ContentBlock } from "@modelcontextprotocol/server";
import type { FileSink } from "@tsunagu/core";
import { defaultEmbeddedFileBytes, type McpOptions } from "../options.ts";
import { embedFile } from "./embed-file.ts";
import { saveFile } from "./save-file.ts";

/** Where one call's files go, and the content blocks that stand for them in its answer. */
export interface CallFiles {
  readonly sink: FileSink;
  readonly blocks: readonly ContentBlock[];
  /** Whether one of the blocks is this address's. */
  has(uri: string): boolean;
}

/** Takes a call's files into the files directory, where there is one, and otherwise into the answer itself. */
export const createFileSink = (options: McpOptions): CallFiles => {
  const { filesDirectory, embeddedFileBytes = defaultEmbeddedFileBytes } = options;
  const blocks: ContentBlock[] = [];
  const saved = new Set<string>();
  let left = embeddedFileBytes;

  const sink: FileSink = async (file, signal) => {
    if (filesDirectory === undefined) {
      const { block, size } = await embedFile(file, { left, limit: embeddedFileBytes });
      left -= size;
      blocks.push(block);
      return { uri: null };
    }
    const { uri, size } = await saveFile(file, filesDirectory, signal);
    saved.add(uri);
    blocks.push({ type: "resource_link", uri, name: file.name, mimeType: file.mediaType, size });
    return { uri };
  };
  return { sink, blocks, has: (uri) => saved.has(uri) };
};
