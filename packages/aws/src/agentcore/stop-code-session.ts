import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { codeInterpreterId, codeSessionId } from "./code-schema.ts";
import { stopCodeSession } from "./code-session.ts";

/**
 * Ends a session of a code interpreter; its variables and files are gone.
 *
 * @see Amazon Bedrock AgentCore Data Plane API Reference, StopCodeInterpreterSession
 */
export const agentcoreStopCodeSession = awsTool({
  name: "agentcore_stop_code_session",
  title: "Stop an AgentCore code session",
  description:
    "Ends an AgentCore code session; its variables and files are gone. A session that does not exist any more counts as ended. " +
    "Read files that are still needed with agentcore_read_code_files before.",
  effect: { kind: "destroy", idempotent: true },
  permissions: ["bedrock-agentcore:StopCodeInterpreterSession"],

  input: () => z.strictObject({ session_id: codeSessionId(), code_interpreter_id: codeInterpreterId() }),

  output: () =>
    z.object({
      session_id: z.string(),
      code_interpreter_id: z.string(),
      stopped: z.boolean().describe("False when the session had ended before."),
    }),

  plan: ({ session_id }) => `Ends the code session ${session_id} and discards its variables and files.`,

  execute: (input, call) => stopCodeSession(call, input).map(({ stopped }) => ({ ...input, stopped })),
});
