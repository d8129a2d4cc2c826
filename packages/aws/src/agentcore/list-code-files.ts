import { toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { err, ok } from "neverthrow";
import { awsTool } from "../connector.ts";
import { codeInterpreterId, codeSessionId } from "./code-schema.ts";
import { invokeCode } from "./invoke-code.ts";

/**
 * Lists a folder of a code session.
 *
 * @see Amazon Bedrock AgentCore Data Plane API Reference, InvokeCodeInterpreter (listFiles)
 */
export const agentcoreListCodeFiles = awsTool({
  name: "agentcore_list_code_files",
  title: "List files of a code session",
  description:
    "Lists the files and folders in one folder of an AgentCore code session. " +
    "Read them with agentcore_read_code_files, put others beside them with agentcore_write_code_files.",
  effect: { kind: "read" },
  permissions: ["bedrock-agentcore:InvokeCodeInterpreter"],

  input: () =>
    z.strictObject({
      session_id: codeSessionId(),
      code_interpreter_id: codeInterpreterId(),
      path: z.string().max(4096).default("").describe("The folder, relative to the session's own; blank is that one."),
    }),

  output: () =>
    z.object({
      session_id: z.string(),
      path: z.string(),
      file_count: z.int().min(0),
      files: z.array(
        z.object({
          name: z.string(),
          uri: z.string().nullable(),
          description: z.string().nullable().describe("File or directory, as AgentCore says it."),
          media_type: z.string().nullable(),
          size: z.int().nullable().describe("Bytes."),
        }),
      ),
    }),

  execute: (input, call) =>
    invokeCode(call, input, "listFiles", { path: input.path }).andThen((answer) => {
      if (answer.is_error) return err(toolError("not_found", `${input.path}: ${answer.text.slice(0, 500)}`));
      const files = answer.blocks.flatMap(({ type, name, uri, description, mimeType, size }) =>
        type === "resource_link"
          ? [
              {
                name: name ?? uri?.split("/").at(-1) ?? "",
                uri: uri ?? null,
                description: description ?? null,
                media_type: mimeType ?? null,
                size: size ?? null,
              },
            ]
          : [],
      );
      return ok({ session_id: input.session_id, path: input.path, file_count: files.length, files });
    }),
});
