export type { Backwards } from "./backwards/backwards.ts";
export type { BackwardsTool, BackwardsToolMessage } from "./backwards/invoke-tool.ts";
export type { PluginStorage } from "./backwards/storage.ts";
export type { FileToUpload, UploadedFile } from "./backwards/upload-file.ts";
export { currentDifyCall, type DifyCall } from "./current-call.ts";
export type { HookCall } from "./hook-call.ts";
export {
  type FunctionUrlEvent,
  type FunctionUrlResult,
  type LambdaHandler,
  type LambdaOptions,
  lambdaHandler,
} from "./http/lambda.ts";
export { type HttpListener, type ListenOptions, listen } from "./http/listen.ts";
export { type HttpOptions, serveHttp } from "./http/serve-http.ts";
export type { Line } from "./lines.ts";
export { heartbeatLine, maxLineBytes } from "./messages.ts";
export type { OAuthCredentials, OAuthHooks, OAuthRequest } from "./oauth.ts";
export type { CallbackRequest } from "./oauth-callback.ts";
export type { ParameterOption, ParameterOptionsHook } from "./parameter-options.ts";
export type { PluginTools } from "./plugin-tools.ts";
export type { RuntimeParameter, RuntimeParametersHook } from "./runtime-parameters.ts";
export { serve } from "./serve.ts";
export { type PluginServer, type ServeOptions, servePlugin } from "./serve-plugin.ts";
export { type StdioOptions, serveStdio } from "./stdio/serve-stdio.ts";
export { type DebugOptions, debugPlugin } from "./tcp/debug-plugin.ts";
export { readDeclarations } from "./tcp/read-declarations.ts";
export type { DeclarationFiles } from "./tcp/registration.ts";
export { type RemoteOptions, serveRemote } from "./tcp/serve-remote.ts";
export type { Outlet, Transport } from "./transport.ts";
