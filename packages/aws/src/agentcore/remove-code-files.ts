import { toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { err, ok } from "neverthrow";
import { awsTool } from "../connector.ts";
import { codeInterpreterId, codeSessionId } from "./code-schema.ts";
import { invokeCode } from "./invoke-code.ts";

const mostFiles = 100;

/**
 * Removes files of a code session.
 *
 * @see Amazon Bedrock AgentCore Data Plane API Reference, InvokeCodeInterpreter (removeFiles)
 */
export const agentcoreRemoveCodeFiles = awsTool({
  name: "agentcore_remove_code_files",
  title: "Remove files of a code session",
  description:
    "Removes files of an AgentCore code session for good; the session itself goes on. agentcore_list_code_files shows what is there. " +
    "At the end of a session all of its files are gone anyway.",
  effect: { kind: "destroy", idempotent: true },
  permissions: ["bedrock-agentcore:InvokeCodeInterpreter"],

  input: () =>
    z.strictObject({
      session_id: codeSessionId(),
      code_interpreter_id: codeInterpreterId(),
      paths: z
        .array(z.string().min(1).max(4096))
        .min(1)
        .max(mostFiles)
        .describe("The files, relative to the session's own folder."),
    }),

  output: () =>
    z.object({
      session_id: z.string(),
      paths: z.array(z.string()),
      message: z.string().describe("What AgentCore said."),
    }),

  plan: ({ paths, session_id }) => `Removes ${paths.join(", ").slice(0, 500)} from the code session ${session_id}.`,

  execute: (input, call) =>
    invokeCode(call, input, "removeFiles", { paths: input.paths }).andThen((answer) =>
      answer.is_error
        ? err(
            toolError("upstream", `Not every file was removed: ${answer.text.slice(0, 500)}`, {
              hint: "agentcore_list_code_files shows what is left.",
            }),
          )
        : ok({ session_id: input.session_id, paths: input.paths, message: answer.text }),
    ),
});
