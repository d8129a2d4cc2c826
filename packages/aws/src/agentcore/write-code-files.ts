import {
  type FileReference,
  type InputFile,
  limitBytes,
  readAll,
  type ToolContext,
  type ToolError,
  toolError,
  toToolError,
} from "@tsunagu/core";
import { fileInput } from "@tsunagu/core/schemas";
import * as z from "@tsunagu/core/zod";
import { err, ok, type Result, ResultAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import type { AwsSession } from "../session.ts";
import { codeInterpreterId, codeSessionId } from "./code-schema.ts";
import { invokeCode } from "./invoke-code.ts";

const mostFiles = 20;
/** AgentCore takes 100 MB in a call, in which the files are base64. */
const mostBytes = 64 * 1024 ** 2;

/**
 * Puts files into a code session, replacing those of the same path.
 *
 * @see Amazon Bedrock AgentCore Data Plane API Reference, InvokeCodeInterpreter (writeFiles)
 */
export const agentcoreWriteCodeFiles = awsTool({
  name: "agentcore_write_code_files",
  title: "Put files into a code session",
  description:
    "Puts files into an AgentCore code session, so that code there can read them by their path; a file of the same path is replaced. " +
    "Up to 20 files and 64 MiB in one call; let the code itself fetch larger ones from S3. Open a session with " +
    "agentcore_start_code_session before.",
  effect: { kind: "write", idempotent: true },
  permissions: ["bedrock-agentcore:InvokeCodeInterpreter"],

  input: () =>
    z.strictObject({
      session_id: codeSessionId(),
      code_interpreter_id: codeInterpreterId(),
      input_files: z.array(fileInput).min(1).max(mostFiles).describe("The files; each keeps its name."),
      directory: z
        .string()
        .min(1)
        .max(1000)
        .optional()
        .describe("Folder to put them into, relative to the session's own. Without it, that one."),
    }),

  output: () =>
    z.object({
      session_id: z.string(),
      files: z.array(z.object({ path: z.string(), size: z.int().min(0).describe("Bytes.") })),
      message: z.string().describe("What AgentCore said."),
    }),

  plan: ({ input_files, session_id }) => `Writes ${input_files.length} files into the code session ${session_id}.`,

  execute: (input, call) =>
    readFiles(input.input_files, input.directory, call).andThen((files) =>
      invokeCode(call, input, "writeFiles", {
        content: files.map(({ path, bytes }) => ({ path, blob: bytes })),
      }).andThen((answer) =>
        answer.is_error
          ? err(toolError("upstream", `The files were not written: ${answer.text.slice(0, 500)}`))
          : ok({
              session_id: input.session_id,
              files: files.map(({ path, bytes }) => ({ path, size: bytes.byteLength })),
              message: answer.text,
            }),
      ),
    ),
});

interface ReadFile {
  readonly path: string;
  readonly bytes: Buffer;
}

const readFiles = (
  references: readonly FileReference[],
  directory: string | undefined,
  call: ToolContext<AwsSession>,
): ResultAsync<readonly ReadFile[], ToolError> => {
  const read = async (): Promise<Result<readonly ReadFile[], ToolError>> => {
    const files: ReadFile[] = [];
    let left = mostBytes;
    for (const reference of references) {
      const file = await call.files.read(reference).andThen((found) => bytesOf(found, left));
      if (file.isErr()) return err(file.error);
      const { name, bytes } = file.value;
      left -= bytes.byteLength;
      files.push({ path: directory === undefined ? name : `${directory.replace(/\/+$/, "")}/${name}`, bytes });
    }
    return ok(files);
  };
  return new ResultAsync(read());
};

const bytesOf = (file: InputFile, left: number): ResultAsync<{ name: string; bytes: Buffer }, ToolError> =>
  ResultAsync.fromPromise(readAll(limitBytes(file.body, left, tooLarge)), (thrown) =>
    toToolError(thrown, () => toolError("unavailable", `${file.name} broke off while it was read.`)),
  ).map((bytes) => ({ name: file.name, bytes }));

const tooLarge = (): ToolError =>
  toolError("too_large", `The files take more than ${mostBytes} bytes together.`, {
    hint: "Write fewer at once, or let the code fetch large files from S3.",
  });
