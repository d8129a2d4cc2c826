export type { Line } from "./lines.ts";
export { heartbeatLine, maxLineBytes } from "./messages.ts";
export type { PluginTools } from "./plugin-tools.ts";
export { type PluginServer, type ServeOptions, servePlugin } from "./serve-plugin.ts";
export { type StdioOptions, serveStdio } from "./stdio/serve-stdio.ts";
export type { Transport } from "./transport.ts";
