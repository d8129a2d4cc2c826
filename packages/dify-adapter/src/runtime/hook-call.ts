import {
  type ConnectionSource,
  isObject,
  type JsonObject,
  type Parsed,
  type Raw,
  type Tool,
  type ToolError,
  toolError,
} from "@tsunagu/core";
import { err, ok, type ResultAsync } from "neverthrow";
import type { Backwards } from "./backwards/backwards.ts";
import type { Served } from "./handler.ts";
import { providerCredentials } from "./parameters.ts";
import type { Session } from "./session.ts";

/** What a plugin's hooks are given beside the request. */
export interface HookCall {
  /** Calls one of the plugin's own tools with the credentials of the request. */
  run<I extends Tool["input"], O extends Tool["output"]>(
    tool: Pick<Tool<I, O>, "name" | "input" | "output">,
    input: Raw<I>,
  ): ResultAsync<Parsed<O>, ToolError>;
  readonly backwards: Backwards;
  readonly signal: AbortSignal;
}

/** Milliseconds that a person waits at most for a form to go on. */
const hookMs = 60_000;

/** The call that a request's hook gets. */
export const hookCall = (
  data: Readonly<Record<string, unknown>>,
  session: Session,
  { plugin, toolkit }: Served,
): HookCall => ({
  run: ((tool: Pick<Tool, "name">, input: unknown) =>
    toolkit
      .run(tool.name, input, {
        connections: sourcesFor(plugin.tools, tool.name, data["credentials"]),
        signal: session.signal,
        deadlineMs: hookMs,
      })
      .andThen((answer) =>
        answer.status === "completed" ? ok(answer.output) : err(toolError("unsupported", `Dry run: ${answer.plan}`)),
      )) as HookCall["run"],
  backwards: session.backwards,
  signal: session.signal,
});

const sourcesFor = (tools: readonly Tool[], name: string, credentials: unknown): readonly ConnectionSource[] => {
  const spec = tools.find((tool) => tool.name === name)?.connector.connection;
  return spec === undefined ? [] : [providerCredentials(spec, credentials)];
};

/** The fields of an object whose values are text. */
export const textFields = (value: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(isObject(value) ? (value as JsonObject) : {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
