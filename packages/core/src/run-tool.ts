import { randomUUID } from "node:crypto";
import { err, ok, type Result, ResultAsync } from "neverthrow";
import { CallContext } from "./call-context.ts";
import { type Deadline, startDeadline } from "./deadline.ts";
import { type ErrorOrigin, type ToolError, toolError, toToolError } from "./error.ts";
import type { FileSink } from "./files/file-store.ts";
import type { FileAccess } from "./files/open-file.ts";
import type { Limits } from "./limits.ts";
import type { Logger } from "./logger.ts";
import { type Policy, permit, planSentence } from "./policy.ts";
import type { Redactor } from "./redact/index.ts";
import { type Validated, validate } from "./schema/validate.ts";
import type { Lease } from "./sessions.ts";
import type { Content, Effect, Parsed, Progress, Tool, ToolSchema } from "./tool.ts";
import { type ToolTrace, toolChannel } from "./trace.ts";

/** How a call ended that did not fail: done, or (dry run) only described. */
export type Outcome<Output> =
  | { readonly status: "completed"; readonly output: Output; readonly content: readonly Content[] }
  | { readonly status: "planned"; readonly plan: string; readonly effect: Effect };

/** What `runTool` needs beside the tool and its input. A toolkit provides it. */
export interface RunOptions {
  /** Opens or reuses the session of this call's connection. */
  readonly acquire: () => Result<Lease, ToolError>;
  readonly policy: Policy;
  readonly limits: Limits;
  readonly logger: Logger;
  readonly redactor: Redactor;
  readonly access: FileAccess;
  readonly sink: FileSink;
  readonly signal?: AbortSignal | undefined;
  readonly deadlineMs?: number | undefined;
  readonly traceparent?: string | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Takes content as it comes. Without it, content is collected. */
  readonly onContent?: ((part: Content) => void | Promise<void>) | undefined;
}

/**
 * The only caller of a tool's `execute`: parse, policy and approval, session, deadline, execute, check of the output, scrub.
 * It never rejects, whatever the tool does.
 */
export const runTool = <I extends ToolSchema, O extends ToolSchema>(
  tool: Tool<I, O>,
  raw: unknown,
  options: RunOptions,
): ResultAsync<Outcome<Parsed<O>>, ToolError> => {
  const trace: ToolTrace = {
    callId: randomUUID(),
    tool: tool.name,
    connector: tool.connector.name,
    effect: tool.effect.kind,
    ...(options.traceparent === undefined ? {} : { traceparent: options.traceparent }),
  };
  const call = toolChannel.hasSubscribers ? publish : traced;
  return new ResultAsync(call(tool, raw, options, trace));
};

/** Node puts what a traced promise resolves to into the published context, so the answer goes around it. */
const publish = async <O extends ToolSchema>(
  tool: Tool<ToolSchema, O>,
  raw: unknown,
  options: RunOptions,
  trace: ToolTrace,
): Promise<Result<Outcome<Parsed<O>>, ToolError>> => {
  const { promise, resolve } = Promise.withResolvers<Result<Outcome<Parsed<O>>, ToolError>>();
  await toolChannel.tracePromise(async () => resolve(await traced(tool, raw, options, trace)), trace);
  return promise;
};

const traced = async <O extends ToolSchema>(
  tool: Tool<ToolSchema, O>,
  raw: unknown,
  options: RunOptions,
  trace: ToolTrace,
): Promise<Result<Outcome<Parsed<O>>, ToolError>> => {
  const started = performance.now();
  let result: Result<Outcome<Parsed<O>>, ToolError>;
  try {
    result = await callTool(tool, raw, options, trace);
  } catch (thrown) {
    result = err(defect(tool, thrown, options.logger));
  }
  result = result.mapErr((error) => scrubError(error, options.redactor));
  trace.durationMs = Math.round(performance.now() - started);
  trace.outcome = result.isOk() ? result.value.status : result.error.code;
  const { callId: call_id, durationMs: duration_ms, outcome } = trace;
  const entry = { tool: tool.name, call_id, duration_ms, outcome };
  if (result.isOk()) options.logger.info(entry, "Tool call ended");
  else {
    const { message, origin } = result.error;
    if (origin?.requestId !== undefined) trace.requestId = origin.requestId;
    options.logger.warn({ ...entry, error: { message, ...origin } }, "Tool call failed");
  }
  return result;
};

const callTool = async <O extends ToolSchema>(
  tool: Tool<ToolSchema, O>,
  raw: unknown,
  options: RunOptions,
  trace: ToolTrace,
): Promise<Result<Outcome<Parsed<O>>, ToolError>> => {
  const validated = validate(tool.input, raw);
  const parsed = validated instanceof Promise ? await validated : validated; // a needless turn costs every call
  if (parsed.isErr()) {
    const problems = parsed.error.map((issue) => `${issue.path.join(".") || "input"}: ${issue.message}`).join("; ");
    return err(toolError("invalid_input", problems, { issues: parsed.error }));
  }
  const input = parsed.value;
  const effect = tool.effectOf?.(input) ?? tool.effect;

  using deadline = startDeadline(options.deadlineMs ?? tool.deadlineMs ?? options.limits.deadlineMs, options.signal);
  const stopped = deadline.error();
  if (stopped !== undefined) return err(stopped);

  if (effect.kind !== "read") {
    const plan = planSentence(tool, input);
    const request = { tool: tool.name, title: tool.title, connector: tool.connector.name, effect, plan };
    const permitted = await permit(options.policy, request, deadline.signal);
    if (permitted.isErr()) return err(permitted.error);
    if (options.policy.dryRun) return ok({ status: "planned", plan, effect });
  }

  const lease = options.acquire();
  if (lease.isErr()) return err(lease.error);
  const collected = collectContent(options);
  const { limits, logger, redactor, access, sink } = options;
  const context = new CallContext({
    session: lease.value.session,
    signal: deadline.signal,
    report: (progress) => options.onProgress?.({ ...progress, message: redactor.text(progress.message) }),
    emit: collected.emit,
    limits,
    logger,
    redactor,
    access,
    sink,
    bindings: { tool: tool.name, call_id: trace.callId },
  });
  try {
    const executed = await withinGrace(tool.execute(input, context), deadline, options.limits.abortGraceMs);
    if (executed.isErr()) return err(stoppedError(executed.error, deadline, effect));
    const validatedOutput = validate(tool.output, executed.value);
    const checked = validatedOutput instanceof Promise ? await validatedOutput : validatedOutput;
    return finish(tool, checked, collected.parts, options.redactor);
  } finally {
    lease.value.release();
    await context[Symbol.asyncDispose]();
  }
};

/** Waits for the tool; when the deadline fires, gives it a little time to clean up, then leaves it. */
const withinGrace = <T>(
  work: ResultAsync<T, ToolError>,
  deadline: Deadline,
  graceMs: number,
): Promise<Result<T, ToolError>> =>
  new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const leave = (): void => resolve(err(deadline.error() ?? toolError("aborted", "The call was stopped.")));
    deadline.onStop(() => {
      timer = setTimeout(leave, graceMs);
    });
    work.then(resolve, reject).then(() => clearTimeout(timer));
  });

/** A call that failed because it was stopped says so, and says what is not known. */
const stoppedError = (error: ToolError, deadline: Deadline, effect: Effect): ToolError => {
  const stopped = deadline.error();
  if (stopped === undefined || (error.code !== "aborted" && error.code !== "timeout" && error.code !== "unavailable"))
    return error;
  const { origin, partial, details } = error;
  const repeatable = effect.kind === "read" || effect.idempotent;
  return toolError(stopped.code, stopped.message, {
    retryable: repeatable && stopped.code === "timeout",
    hint: repeatable
      ? (error.hint ?? stopped.hint ?? "")
      : "Whether the change was made is not known; look before trying again.",
    ...(origin === undefined ? {} : { origin }),
    ...(partial === undefined ? {} : { partial }),
    ...(details === undefined ? {} : { details }),
  });
};

const finish = <O extends ToolSchema>(
  tool: Tool<ToolSchema, O>,
  checked: Validated<O>,
  emitted: readonly Content[],
  redactor: Redactor,
): Result<Outcome<Parsed<O>>, ToolError> => {
  if (checked.isErr()) {
    return err(
      toolError("internal", `${tool.name} did its work, but its answer is not of the documented shape.`, {
        issues: checked.error,
      }),
    );
  }
  const except = tool.credentialOutputs ?? [];
  const scrubbed = redactor.output(checked.value, { except });
  const presented = (tool.present?.(checked.value) ?? []).map((part) => redactor.output(part, { except: ["text"] }));
  return ok({ status: "completed", output: scrubbed, content: [...emitted, ...presented] });
};

const collectContent = (
  options: RunOptions,
): { readonly parts: Content[]; readonly emit: (part: Content) => Promise<void> } => {
  const parts: Content[] = [];
  let left = options.limits.collectedCharacters;
  const emit = async (part: Content): Promise<void> => {
    const scrubbed = options.redactor.output(part);
    if (options.onContent !== undefined) return options.onContent(scrubbed);
    left -= scrubbed.type === "text" ? scrubbed.text.length : JSON.stringify(scrubbed).length;
    if (left < 0)
      throw toolError("too_large", "The call emits more content than may be collected.", {
        hint: "Take content as it comes.",
      });
    parts.push(scrubbed);
  };
  return { parts, emit };
};

/** Whole lists of what was done and what remains pass uncut: nothing of them may be lost. */
const scrubError = (error: ToolError, redactor: Redactor): ToolError => {
  const { code, message, hint, origin, partial, details, issues, ...rest } = error;
  return toolError(code, redactor.text(message), {
    ...rest,
    ...(hint === undefined ? {} : { hint: redactor.text(hint) }),
    ...(origin === undefined ? {} : { origin: redactor.value(origin) as unknown as ErrorOrigin }),
    ...redactor.output({
      ...(issues === undefined ? {} : { issues }),
      ...(partial === undefined ? {} : { partial }),
      ...(details === undefined ? {} : { details }),
    }),
  });
};

const defect = (tool: Tool, thrown: unknown, logger: Logger): ToolError =>
  toToolError(thrown, (cause) => {
    logger.error({ tool: tool.name, cause }, "A tool threw");
    return toolError(
      "internal",
      `${tool.name} failed in a way that it did not expect: ${cause instanceof Error ? cause.message : "unknown"}.`,
    );
  });
