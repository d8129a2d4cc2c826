import type { LambdaHandler, LambdaOptions } from "./http/lambda.ts";
import type { HttpOptions } from "./http/serve-http.ts";
import type { PluginTools } from "./plugin-tools.ts";
import type { RemoteOptions } from "./tcp/serve-remote.ts";

// Only what a process uses is loaded: a plugin on standard input and output needs neither HTTP nor YAML.

/**
 * Runs this process as a plugin that a running Dify debugs over TCP. It connects again by itself, and ends on SIGTERM and
 * SIGINT, with exit code 1 when Dify refuses it or cannot be reached, and after a defect that nothing caught.
 */
export const serveRemote = async (plugin: PluginTools, options: RemoteOptions): Promise<void> => {
  const loaded = await import("./tcp/serve-remote.ts");
  loaded.serveRemote(plugin, options);
};

/**
 * Runs this process as a plugin that the daemon calls over HTTP: `POST /invoke`, and `GET /health`. It asks for no
 * credential, as the daemon sends none: only the daemon should reach it. Resolves when it listens.
 */
export const serveHttp = async (plugin: PluginTools, options: HttpOptions): Promise<void> => {
  const loaded = await import("./http/serve-http.ts");
  return loaded.serveHttp(plugin, options);
};

/**
 * Makes a handler for an AWS Lambda function URL that serves a plugin. Where the runtime can stream
 * (`RESPONSE_STREAM`), messages go out as they come; otherwise they are collected, up to 6 MiB.
 *
 * @see AWS Lambda Developer Guide, Response streaming for Lambda functions; Invoking Lambda function URLs
 */
export const lambdaHandler = async (plugin: PluginTools, options: LambdaOptions): Promise<LambdaHandler> => {
  const loaded = await import("./http/lambda.ts");
  return loaded.lambdaHandler(plugin, options);
};
