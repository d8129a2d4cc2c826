import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { codeInterpreterId, sessionTimeoutSeconds } from "./code-schema.ts";
import { startCodeSession } from "./code-session.ts";

/**
 * Opens a session of a code interpreter, which keeps variables and files until it ends.
 *
 * @see Amazon Bedrock AgentCore Data Plane API Reference, StartCodeInterpreterSession
 */
export const agentcoreStartCodeSession = awsTool({
  name: "agentcore_start_code_session",
  title: "Start an AgentCore code session",
  description:
    "Opens an isolated AgentCore sandbox that keeps variables and files between calls. Pass its session_id to " +
    "agentcore_code_interpreter and to the tools that read and write its files; end it with agentcore_stop_code_session. " +
    "AWS ends it by itself after session_timeout_seconds. It is billed while code runs in it.",
  effect: { kind: "write", idempotent: false },
  permissions: ["bedrock-agentcore:StartCodeInterpreterSession"],

  input: () =>
    z.strictObject({
      code_interpreter_id: codeInterpreterId(),
      name: z.string().min(1).max(100).optional().describe("A name for people; one is made up without it."),
      session_timeout_seconds: sessionTimeoutSeconds(),
    }),

  output: () =>
    z.object({
      session_id: z.string(),
      code_interpreter_id: z.string(),
      created_at: z.string().nullable().describe("ISO 8601, UTC."),
      expires_at: z.string().nullable().describe("When AWS ends it at the latest. ISO 8601, UTC."),
    }),

  plan: ({ code_interpreter_id, session_timeout_seconds }) =>
    `Starts a session of the code interpreter ${code_interpreter_id} for up to ${session_timeout_seconds} seconds.`,

  execute: (input, call) =>
    startCodeSession(call, input).map(({ session_id, code_interpreter_id, created_at }) => ({
      session_id,
      code_interpreter_id,
      created_at: created_at?.toISOString() ?? null,
      expires_at: expiryOf(created_at, input.session_timeout_seconds),
    })),
});

const expiryOf = (created: Date | undefined, seconds: number): string | null =>
  created === undefined ? null : new Date(created.getTime() + seconds * 1000).toISOString();
