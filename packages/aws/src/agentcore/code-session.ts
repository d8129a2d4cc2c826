import { randomBytes } from "node:crypto";
import { type ToolContext, type ToolError, toolError } from "@tsunagu/core";
import { err, ok, okAsync, type Result, ResultAsync } from "neverthrow";
import type { AwsCall } from "../service.ts";
import type { AwsSession } from "../session.ts";
import { agentcore } from "./service.ts";

/** A session of a code interpreter. */
export interface CodeSession {
  readonly code_interpreter_id: string;
  readonly session_id: string;
}

interface WantedSession {
  readonly code_interpreter_id: string;
  /** Without it a session is started, and ended after the work unless it is to be kept. */
  readonly session_id?: string | undefined;
  readonly keep_session: boolean;
  readonly session_timeout_seconds: number;
}

/** What was done in a session, and whether the session is still open. */
export interface InSession<T> {
  readonly session: CodeSession;
  readonly session_open: boolean;
  readonly value: T;
}

const stopTimeoutMs = 4_000;

/**
 * Works in the given session, or in one of its own that is ended afterwards, also when the work fails or is stopped.
 * An error tells the session in its details.
 */
export const inCodeSession = <T>(
  call: ToolContext<AwsSession>,
  wanted: WantedSession,
  work: (session: CodeSession) => ResultAsync<T, ToolError>,
): ResultAsync<InSession<T>, ToolError> => {
  const run = async (): Promise<Result<InSession<T>, ToolError>> => {
    const opened = await openSession(call, wanted);
    if (opened.isErr()) return err(opened.error);
    const session = opened.value;
    const worked = await work(session);
    const kept = wanted.session_id !== undefined || wanted.keep_session;
    const session_open = kept || !(await ended(session, call));
    return worked
      .map((value) => ({ session, session_open, value }))
      .mapErr((error) =>
        toolError(error.code, error.message, { ...error, details: { ...error.details, ...session, session_open } }),
      );
  };
  return new ResultAsync(run());
};

/**
 * Starts a session.
 *
 * @see Amazon Bedrock AgentCore Data Plane API Reference, StartCodeInterpreterSession
 */
export const startCodeSession = (
  call: AwsCall,
  wanted: {
    readonly code_interpreter_id: string;
    readonly session_timeout_seconds: number;
    readonly name?: string | undefined;
  },
): ResultAsync<CodeSession & { readonly created_at: Date | undefined }, ToolError> =>
  agentcore(
    call,
    (sdk) =>
      new sdk.StartCodeInterpreterSessionCommand({
        codeInterpreterIdentifier: wanted.code_interpreter_id,
        name: wanted.name ?? `code-session-${randomBytes(4).toString("hex")}`,
        sessionTimeoutSeconds: wanted.session_timeout_seconds,
      }),
  ).map(({ sessionId = "", createdAt }) => ({
    code_interpreter_id: wanted.code_interpreter_id,
    session_id: sessionId,
    created_at: createdAt,
  }));

/**
 * Ends a session; what is in it is gone. One that has ended already counts as ended.
 *
 * @see Amazon Bedrock AgentCore Data Plane API Reference, StopCodeInterpreterSession
 */
export const stopCodeSession = (call: AwsCall, session: CodeSession): ResultAsync<{ stopped: boolean }, ToolError> =>
  agentcore(
    call,
    (sdk) =>
      new sdk.StopCodeInterpreterSessionCommand({
        codeInterpreterIdentifier: session.code_interpreter_id,
        sessionId: session.session_id,
      }),
  )
    .map(() => ({ stopped: true }))
    .orElse((error) => (error.code === "not_found" ? ok({ stopped: false }) : err(error)));

const openSession = (call: AwsCall, wanted: WantedSession): ResultAsync<CodeSession, ToolError> => {
  const { code_interpreter_id, session_id } = wanted;
  return session_id === undefined
    ? startCodeSession(call, wanted).map(({ created_at: _, ...session }) => session)
    : okAsync({ code_interpreter_id, session_id });
};

/** Ends a session even when the call itself was stopped; AWS does so later where this fails. */
const ended = async (session: CodeSession, call: ToolContext<AwsSession>): Promise<boolean> => {
  const stopped = await stopCodeSession({ session: call.session, signal: AbortSignal.timeout(stopTimeoutMs) }, session);
  if (stopped.isErr()) {
    const { code, message } = stopped.error;
    call.logger.warn({ ...session, error: { code, message } }, "A code session could not be ended; AWS ends it later");
  }
  return stopped.isOk();
};
