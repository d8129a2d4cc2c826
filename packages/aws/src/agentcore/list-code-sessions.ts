import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { codeInterpreterId, nextToken } from "./code-schema.ts";
import { agentcore } from "./service.ts";

/**
 * Lists one page of a code interpreter's sessions.
 *
 * @see Amazon Bedrock AgentCore Data Plane API Reference, ListCodeInterpreterSessions
 */
export const agentcoreListCodeSessions = awsTool({
  name: "agentcore_list_code_sessions",
  title: "List AgentCore code sessions",
  description:
    "Lists the sessions of an AgentCore code interpreter, by default those that can be used. " +
    "To go on after max_results, call again with the next_token of the last answer.",
  effect: { kind: "read" },
  permissions: ["bedrock-agentcore:ListCodeInterpreterSessions"],

  input: () =>
    z.strictObject({
      code_interpreter_id: codeInterpreterId(),
      status: z.enum(["READY", "TERMINATED", "ALL"]).default("READY").describe("Sessions in this state."),
      max_results: z.int().min(1).max(100).default(50).describe("Most sessions to return."),
      next_token: nextToken(),
    }),

  output: () =>
    z.object({
      session_count: z.int().min(0),
      sessions: z.array(
        z.object({
          session_id: z.string(),
          code_interpreter_id: z.string(),
          name: z.string().nullable(),
          status: z.string(),
          created_at: z.string().nullable().describe("ISO 8601, UTC."),
          last_updated_at: z.string().nullable().describe("ISO 8601, UTC."),
        }),
      ),
      next_token: z.string().nullable(),
    }),

  execute: (input, call) =>
    agentcore(
      call,
      (sdk) =>
        new sdk.ListCodeInterpreterSessionsCommand({
          codeInterpreterIdentifier: input.code_interpreter_id,
          maxResults: input.max_results,
          ...(input.status === "ALL" ? {} : { status: input.status }),
          ...(input.next_token === undefined ? {} : { nextToken: input.next_token }),
        }),
    ).map(({ items = [], nextToken: next_token = null }) => ({
      session_count: items.length,
      sessions: items.map((item) => ({
        session_id: item.sessionId ?? "",
        code_interpreter_id: item.codeInterpreterIdentifier ?? input.code_interpreter_id,
        name: item.name ?? null,
        status: item.status ?? "UNKNOWN",
        created_at: item.createdAt?.toISOString() ?? null,
        last_updated_at: item.lastUpdatedAt?.toISOString() ?? null,
      })),
      next_token,
    })),
});
