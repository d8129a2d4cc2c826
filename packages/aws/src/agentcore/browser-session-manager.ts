import { randomBytes } from "node:crypto";
import { type Parsed, type ToolContext, type ToolError, toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { err, errAsync, ok, okAsync, type ResultAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import type { AwsCall } from "../service.ts";
import type { AwsSession } from "../session.ts";
import { forgetConnection } from "./browser-connections.ts";
import { deleteRecord, loadRecord, saveRecord, sweepRecords } from "./browser-record.ts";
import { longestSessionSeconds, sessionId, systemBrowser } from "./browser-schema.ts";
import { agentcore } from "./service.ts";

const stopTimeoutMs = 4_000;

const request = () =>
  z
    .strictObject({
      function_name: z.enum(["init_browser_session", "close_browser_session"]).describe("Start a session, or end one."),
      session_timeout_seconds: z
        .int()
        .min(1)
        .max(longestSessionSeconds)
        .default(7200)
        .describe("With init_browser_session: seconds after which AWS ends the session, up to 28,800 (8 hours)."),
      session_id: sessionId().optional().describe("With close_browser_session: the session to end."),
      browser_identifier: z
        .string()
        .min(1)
        .max(300)
        .regex(/^[\w.:/-]+$/, "is not a browser's id or ARN")
        .default(systemBrowser)
        .describe(`The browser to start. \`${systemBrowser}\` is AWS's own, which every account has.`),
    })
    .superRefine(({ function_name, session_id }, context) => {
      if (function_name === "close_browser_session" && session_id === undefined) {
        context.addIssue({
          code: "custom",
          path: ["session_id"],
          message: "is missing; it says which session to close",
        });
      }
    });

const answer = () =>
  z.object({
    success: z.literal(true),
    status: z.enum(["started", "closed", "already_closed"]),
    session_id: z.string(),
    browser_identifier: z.string(),
    expires_at: z.string().nullable().describe("When AWS ends the session at the latest. ISO 8601, UTC."),
  });

/**
 * Starts a browser session in AgentCore, or ends one. Parameter Store keeps `/browser-session/<session_id>` meanwhile: a
 * SecureString with the browser's id and the time of expiry, deleted on close and at that time.
 *
 * @see Amazon Bedrock AgentCore Data Plane API Reference, StartBrowserSession and StopBrowserSession
 */
export const agentcoreBrowserSessionManager = awsTool({
  name: "agentcore_browser_session_manager",
  title: "Start or close an AgentCore browser",
  description:
    "Starts a browser session in AgentCore (init_browser_session) and answers with its session_id, which the other browser tools take as " +
    "browser_session_id; or ends one (close_browser_session), with every tab in it. A session ends by itself after " +
    "session_timeout_seconds and is billed while it is used: close it when done.",
  effect: { kind: "destroy", idempotent: false },
  effectOf: ({ function_name }) =>
    function_name === "init_browser_session"
      ? { kind: "write", idempotent: false }
      : { kind: "destroy", idempotent: true },
  permissions: [
    "bedrock-agentcore:StartBrowserSession",
    "bedrock-agentcore:StopBrowserSession",
    "ssm:PutParameter",
    "ssm:GetParameter",
    "ssm:GetParametersByPath",
    "ssm:DeleteParameter",
    "ssm:DeleteParameters",
  ],

  input: request,
  output: answer,

  plan: ({ function_name, session_id, browser_identifier, session_timeout_seconds }) =>
    function_name === "init_browser_session"
      ? `Starts a session of the browser ${browser_identifier} for up to ${session_timeout_seconds} seconds.`
      : `Ends the browser session ${session_id} with every tab in it.`,

  execute: (input, call) =>
    input.function_name === "init_browser_session" ? start(input, call) : close(input.session_id ?? "", input, call),

  present: ({ status, session_id }) => [{ type: "text", text: `Browser session ${session_id}: ${status}` }],
});

type Request = Parsed<ReturnType<typeof request>>;
type Answer = Parsed<ReturnType<typeof answer>>;

const start = (input: Request, call: ToolContext<AwsSession>): ResultAsync<Answer, ToolError> =>
  sweep(call)
    .andThen(() =>
      agentcore(
        call,
        (sdk) =>
          new sdk.StartBrowserSessionCommand({
            browserIdentifier: input.browser_identifier,
            name: `browser-session-${randomBytes(4).toString("hex")}`,
            sessionTimeoutSeconds: input.session_timeout_seconds,
          }),
      ),
    )
    .andThen(({ sessionId: session_id = "", createdAt = new Date() }) => {
      const { browser_identifier } = input;
      const expires_at = new Date(createdAt.getTime() + input.session_timeout_seconds * 1000).toISOString();
      return saveRecord(call, session_id, { browser_identifier, expires_at })
        .map((): Answer => ({ success: true, status: "started", session_id, browser_identifier, expires_at }))
        .orElse((error) => giveUp(session_id, browser_identifier, error, call));
    });

/** What is left of expired sessions goes first. A credential that may not do so can start a session all the same. */
const sweep = (call: ToolContext<AwsSession>): ResultAsync<number, ToolError> =>
  sweepRecords(call).orElse((error) => {
    if (error.code === "aborted") return errAsync(error);
    call.logger.warn({ error: { code: error.code, message: error.message } }, "Expired browser records were not swept");
    return okAsync(0);
  });

/** A session that could not be recorded is ended, also when the call was stopped. The error says whether that worked. */
const giveUp = (
  session_id: string,
  browser_identifier: string,
  error: ToolError,
  { session }: AwsCall,
): ResultAsync<never, ToolError> =>
  stopSession({ session, signal: AbortSignal.timeout(stopTimeoutMs) }, session_id, browser_identifier)
    .map(() => false)
    .orElse(() => okAsync(true))
    .andThen((session_open) =>
      err(
        toolError(error.code, error.message, { ...error, details: { session_id, browser_identifier, session_open } }),
      ),
    );

const close = (
  session_id: string,
  { browser_identifier: fallback }: Request,
  call: ToolContext<AwsSession>,
): ResultAsync<Answer, ToolError> => {
  forgetConnection(call.session, session_id);
  return loadRecord(call, session_id)
    .map((record) => record.browser_identifier)
    .orElse((error) => (error.code === "not_found" ? ok(fallback) : err(error)))
    .andThen((browser_identifier) =>
      stopSession(call, session_id, browser_identifier).andThen((stopped) =>
        deleteRecord(call, session_id)
          .mapErr((error) => leftRecord(session_id, error))
          .map(
            (): Answer => ({
              success: true,
              status: stopped ? "closed" : "already_closed",
              session_id,
              browser_identifier,
              expires_at: null,
            }),
          ),
      ),
    );
};

/** False when the session had ended before. */
const stopSession = (call: AwsCall, sessionId: string, browserIdentifier: string): ResultAsync<boolean, ToolError> =>
  agentcore(call, (sdk) => new sdk.StopBrowserSessionCommand({ browserIdentifier, sessionId }))
    .map(() => true)
    .orElse((error) => (error.code === "not_found" ? ok(false) : err(error)));

const leftRecord = (session_id: string, error: ToolError): ToolError =>
  toolError("partial", `The browser session ${session_id} is closed, but its record is left: ${error.message}`, {
    ...(error.origin === undefined ? {} : { origin: error.origin }),
    hint: "Close it again; Parameter Store deletes the record by itself when the session would have expired.",
    partial: { done: [session_id], failed: [`/browser-session/${session_id}`], remaining: [] },
  });
