import type { ToolError } from "@tsunagu/core";
import type { ResultAsync } from "neverthrow";
import { type Asker, ask } from "./ask.ts";
import { type BackwardsTool, type BackwardsToolMessage, invokeDifyTool } from "./invoke-tool.ts";
import { type PluginStorage, storageOf } from "./storage.ts";
import { type FileToUpload, type UploadedFile, uploadFile } from "./upload-file.ts";

/**
 * What a call may ask of Dify while it runs. Many requests may be open at the same time. After 250 seconds without an
 * answer a request fails as `timeout`; one that Dify refuses fails as `forbidden` or `upstream`, with Dify's words.
 *
 * @see dify-plugin-daemon, internal/core/io_tunnel/backwards_invocation
 */
export interface Backwards {
  /** What the plugin keeps in Dify. The manifest has to ask for storage. */
  readonly storage: PluginStorage;
  /** Calls a tool of the workspace and collects its messages. The manifest has to ask for tools. */
  invokeTool(request: BackwardsTool): ResultAsync<readonly BackwardsToolMessage[], ToolError>;
  /** Stores a file in Dify, past the limit for a tool's own messages. Needs no permission. */
  uploadFile(file: FileToUpload): ResultAsync<UploadedFile, ToolError>;
}

/** Milliseconds to wait for an address to upload to. Hosts that know no backwards calls do not answer at all. */
const addressMs = 30_000;

/** The backwards calls of one session. */
export const backwardsOf = (asker: Asker): Backwards => ({
  storage: storageOf((request) => ask(asker, "storage", request)),
  invokeTool: (request) => invokeDifyTool((body) => ask(asker, "tool", body), request),
  uploadFile: (file) => uploadFile((body) => ask(asker, "upload_file", body, addressMs), file, asker.signal),
});
