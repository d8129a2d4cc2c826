import { createRedactor } from "@tsunagu/core";
import type { LambdaHandler } from "./http/lambda.ts";
import { lambdaHandler, serveHttp, serveRemote } from "./lazy.ts";
import type { PluginTools } from "./plugin-tools.ts";
import { readSettings } from "./settings.ts";
import { serveStdio } from "./stdio/serve-stdio.ts";
import { writeError } from "./stdio/standard-error.ts";
import { streamingRuntime } from "./streaming-runtime.ts";
import { readDeclarations } from "./tcp/read-declarations.ts";

/**
 * Runs this process as a Dify plugin, in the way that `INSTALL_METHOD` says: `local` (the default) on standard input and
 * output, `remote` over TCP to a Dify that debugs it, `serverless` or `aws_lambda` as an HTTP server. The variables are
 * those of Dify's own SDK, and may lie in a file `.env` in the working directory, which is the plugin's. Inside of AWS
 * Lambda's Node runtime it answers with the handler, to be exported as `handler`. A variable that cannot be used ends the
 * process with exit code 1 and a line that names it.
 */
export const serve = async (plugin: PluginTools): Promise<LambdaHandler | undefined> => {
  const directory = process.cwd();
  try {
    if (streamingRuntime() !== undefined) return await serveLambda(plugin, directory);
    const settings = readSettings(directory);
    switch (settings.method) {
      case "local":
        serveStdio(plugin, { heartbeatMs: settings.heartbeatMs });
        break;
      case "remote":
        await serveRemote(plugin, { ...settings, files: await readDeclarations(directory) });
        break;
      case "serverless":
        await serveHttp(plugin, settings);
    }
  } catch (cause) {
    writeError(
      createRedactor(),
      `The plugin cannot start: ${cause instanceof Error ? cause.message : String(cause)}\n`,
    );
    process.exitCode = 1;
  }
  return undefined;
};

const serveLambda = async (plugin: PluginTools, directory: string): Promise<LambdaHandler> => {
  const settings = readSettings(directory, { ...process.env, INSTALL_METHOD: "serverless" });
  return lambdaHandler(plugin, { daemonUrl: settings.method === "serverless" ? settings.daemonUrl : "" });
};
