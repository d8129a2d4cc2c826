import { type ToolError, toolError } from "@tsunagu/core";
import { fileOutput } from "@tsunagu/core/schemas";
import * as z from "@tsunagu/core/zod";
import { err, ok } from "neverthrow";
import { awsTool } from "../connector.ts";
import { writeResourceBlocks } from "./code-files.ts";
import { codeInterpreterId, codeSessionId } from "./code-schema.ts";
import { invokeCode } from "./invoke-code.ts";

const mostFiles = 20;

/**
 * Takes files out of a code session.
 *
 * @see Amazon Bedrock AgentCore Data Plane API Reference, InvokeCodeInterpreter (readFiles)
 */
export const agentcoreReadCodeFiles = awsTool({
  name: "agentcore_read_code_files",
  title: "Get files out of a code session",
  description:
    "Returns files of an AgentCore code session, text and binary alike, as files. Up to 20 files and 128 MiB in one call; let the " +
    "code itself put larger ones into S3. agentcore_list_code_files tells what is there.",
  effect: { kind: "read" },
  permissions: ["bedrock-agentcore:InvokeCodeInterpreter"],

  input: () =>
    z.strictObject({
      session_id: codeSessionId(),
      code_interpreter_id: codeInterpreterId(),
      paths: z
        .array(z.string().min(1).max(4096))
        .min(1)
        .max(mostFiles)
        .describe("Paths of the files, relative to the session's own folder."),
    }),

  output: () => z.object({ session_id: z.string(), file_count: z.int().min(0), files: z.array(fileOutput) }),

  execute: (input, call) =>
    invokeCode(call, input, "readFiles", { paths: [...input.paths] })
      .andThen(({ is_error, text, blocks }) => {
        const found = blocks.filter(({ resource }) => resource !== undefined);
        return is_error || found.length < input.paths.length
          ? err(missing(input.paths.length, found.length, text))
          : ok(found);
      })
      .andThen((found) => writeResourceBlocks(call.files, found))
      .map((files) => ({ session_id: input.session_id, file_count: files.length, files })),

  present: ({ files }) => files.map((file) => ({ type: "file", file })),
});

const missing = (wanted: number, found: number, text: string): ToolError =>
  toolError("not_found", `Of ${wanted} files, ${found} could be read${text === "" ? "." : `: ${text.slice(0, 500)}`}`, {
    hint: "List the folder with agentcore_list_code_files; paths are relative to the session's own folder.",
  });
