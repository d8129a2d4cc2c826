export type { ReceivedFile } from "./collect-blobs.ts";
export type { CallOutcome, ReceivedError } from "./collect-call.ts";
export { type Daemon, type DaemonOptions, startDaemon, type ToolRequest } from "./daemon.ts";
export { type FileServer, type ServedFile, startFileServer } from "./file-server.ts";
export { installFiles } from "./install-files.ts";
