import type { JsonObject, JsonValue } from "@tsunagu/core";

/**
 * Bytes of the longest line that the plugin daemon reads. One more, and it kills the process.
 *
 * @see dify-plugin-daemon, PLUGIN_RUNTIME_MAX_BUFFER_SIZE
 */
export const maxLineBytes = 5_242_879;

/** The sign of life. The daemon waits 120 seconds for the first, and stops a plugin that is silent for as long. */
export const heartbeatLine = '{"event":"heartbeat","session_id":null,"data":{}}';

/** A message that an `invoke_tool` call streams. */
export interface ToolMessage {
  readonly type: "text" | "json" | "link" | "image_link" | "binary_link" | "variable" | "blob_chunk" | "log";
  readonly message: JsonObject;
  readonly meta: JsonObject | null;
}

/** A line that belongs to one call. `end` closes the call, and without it the caller waits for ten minutes. */
export const sessionLine = (sessionId: string, type: "stream" | "error" | "end" | "invoke", data: JsonValue): string =>
  JSON.stringify({ event: "session", session_id: sessionId, data: { type, data } });

/** A line for the daemon's own log. */
export const logLine = (level: "DEBUG" | "INFO" | "WARNING" | "ERROR", message: string): string =>
  JSON.stringify({ event: "log", data: { level, message, timestamp: Date.now() / 1000 } });
