export {
  type ConnectionField,
  type ConnectionInput,
  type ConnectionSource,
  type ConnectionSpec,
  type ConnectionValues,
  connectionFromEnvironment,
  resolveConnection,
} from "./connection.ts";
export { type Connector, type ConnectorHost, noConnector } from "./connector.ts";
export {
  describeError,
  type ErrorOrigin,
  errorCodes,
  type Issue,
  invalidField,
  isToolError,
  type PartialOutcome,
  type ToolError,
  type ToolErrorCode,
  ToolFailure,
  toolError,
  toToolError,
} from "./error.ts";
export { bodyOf, limitBytes, readAll } from "./files/bytes.ts";
export type { CollectedFile } from "./files/call-files.ts";
export type { FileReference, FileSink, FileStore, InputFile, OutputFile } from "./files/file-store.ts";
export type { FileAccess } from "./files/open-file.ts";
export { makeTempDirectory, type TempDirectory } from "./files/temp-directory.ts";
export { isPublicAddress } from "./http/addresses.ts";
export { type GuardedFetchOptions, type GuardedResponse, guardedFetch } from "./http/guarded-fetch.ts";
export { isObject, type JsonObject, type JsonValue } from "./json.ts";
export { defaultLimits, type Limits } from "./limits.ts";
export { type Logger, type LogLevel, redactingLogger, silentLogger } from "./logger.ts";
export type { ApprovalRequest, Policy } from "./policy.ts";
export { createRedactor, type Redactor, type RedactorLimits, type Registration } from "./redact/index.ts";
export { type Outcome, type RunOptions, runTool } from "./run-tool.ts";
export { coerceInput } from "./schema/coerce.ts";
export { narrowSchema } from "./schema/narrow.ts";
export { inputJsonSchema, type JsonSchema, outputJsonSchema, type ProjectionOptions } from "./schema/project.ts";
export { readPythonLiteral } from "./schema/python-literal.ts";
export { constraintText, signature } from "./schema/signature.ts";
export { validate } from "./schema/validate.ts";
export { Secret } from "./secret.ts";
export type {
  Content,
  Effect,
  LazySchema,
  Parsed,
  Progress,
  Raw,
  Tool,
  ToolContext,
  ToolDefinition,
  ToolSchema,
} from "./tool.ts";
export { toolFor } from "./tool.ts";
export {
  type Answer,
  type CallOptions,
  createToolkit,
  type HiddenTool,
  type Toolkit,
  type ToolkitOptions,
} from "./toolkit.ts";
export { type SpanTracer, type ToolTrace, toolChannel, toolChannelName, traceTools } from "./trace.ts";
