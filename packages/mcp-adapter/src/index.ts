export { createMcpHttpHandler, type McpHttpHandler, type McpHttpOptions } from "./http/handler.ts";
export { type McpHttpServer, type McpListenOptions, serveMcpHttp } from "./http/serve.ts";
export type { McpOptions } from "./options.ts";
export { createMcpServer } from "./server.ts";
export { type McpStdioOptions, type McpStdioServer, serveMcpStdio } from "./stdio.ts";
