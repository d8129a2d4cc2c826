import type { ToolArguments, ToolName } from "@aws-sdk/client-bedrock-agentcore";
import { type JsonObject, type Parsed, type ToolContext, type ToolError, toolError } from "@tsunagu/core";
import { fileOutput } from "@tsunagu/core/schemas";
import * as z from "@tsunagu/core/zod";
import { errAsync, okAsync, type ResultAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import type { AwsSession } from "../session.ts";
import { writeBinaryBlocks } from "./code-files.ts";
import { codeInterpreterId, codeSessionId, sessionTimeoutSeconds } from "./code-schema.ts";
import { type CodeSession, inCodeSession } from "./code-session.ts";
import { type CodeAnswer, invokeCode } from "./invoke-code.ts";

const mostCodeCharacters = 1_000_000;

const request = () =>
  z
    .strictObject({
      language: z.enum(["python", "javascript", "typescript"]).default("python").describe("The language of code."),
      code: z.string().max(mostCodeCharacters).optional().describe("Code to run."),
      command: z.string().max(mostCodeCharacters).optional().describe("A shell command to run, before code."),
      session_id: codeSessionId().optional(),
      code_interpreter_id: codeInterpreterId(),
      clear_context: z.boolean().default(false).describe("Forget the variables of earlier code in this session first."),
      keep_session: z.boolean().default(false).describe("Leave the session that this call opens open for later calls."),
      session_timeout_seconds: sessionTimeoutSeconds(),
      on_error: z
        .enum(["fail", "report"])
        .default("fail")
        .describe("Whether code or a command that fails is an error, or a result with is_error."),
    })
    .superRefine(({ code, command }, context) => {
      if (isBlank(code) && isBlank(command)) {
        context.addIssue({
          code: "custom",
          path: ["code"],
          message: "is blank, and so is command; give one of the two",
        });
      }
    });

const outcome = () =>
  z.object({
    type: z.enum(["command", "code"]),
    result: z.string().describe("What it printed and returned, as text."),
    is_error: z.boolean(),
    exit_code: z.int().nullable(),
    stdout: z.string().nullable(),
    stderr: z.string().nullable(),
    execution_time: z.number().nullable().describe("Milliseconds."),
    truncated: z.boolean().describe("Whether the text goes on beyond a million characters."),
  });

/**
 * Runs a shell command, code, or both in that order in a sandbox of AgentCore. Without a session it starts one and ends it.
 * Its effect is `destroy`: code can delete the session's files, and reach what the interpreter's role and network allow.
 *
 * @see Amazon Bedrock AgentCore Data Plane API Reference, InvokeCodeInterpreter
 */
export const agentcoreCodeInterpreter = awsTool({
  name: "agentcore_code_interpreter",
  title: "Run code in AgentCore",
  description:
    "Runs a shell command, Python, JavaScript or TypeScript code, or a command and then code, in an isolated AgentCore sandbox, and " +
    "returns what it printed; images come as files. Without session_id a session is opened for this call and ended after it; set " +
    "keep_session, or call agentcore_start_code_session, to keep variables and files between calls. Code that fails is an error with " +
    "its output; on_error `report` returns it as a result instead.",
  effect: { kind: "destroy", idempotent: false, openWorld: true },
  permissions: [
    "bedrock-agentcore:StartCodeInterpreterSession",
    "bedrock-agentcore:InvokeCodeInterpreter",
    "bedrock-agentcore:StopCodeInterpreterSession",
  ],
  deadlineMs: 15 * 60_000,

  input: request,

  output: () =>
    z.object({
      status: z.literal("success"),
      session_id: z.string(),
      code_interpreter_id: z.string(),
      session_open: z.boolean().describe("Whether the session can be used again."),
      results: z.array(outcome()),
      files: z.array(fileOutput),
    }),

  plan: ({ code, command, language, code_interpreter_id }) => {
    const parts = [
      ...(isBlank(command) ? [] : ["a shell command"]),
      ...(isBlank(code) ? [] : [`${code?.length} characters of ${language} code`]),
    ];
    return `Runs ${parts.join(" and then ")} in the code interpreter ${code_interpreter_id}.`;
  },

  execute: (input, call) =>
    inCodeSession(call, input, (session) => runSteps(stepsOf(input), session, input.on_error, call)).map(
      ({ session, session_open, value }) => ({
        status: "success" as const,
        session_id: session.session_id,
        code_interpreter_id: session.code_interpreter_id,
        session_open,
        ...value,
      }),
    ),

  present: ({ results, files }) => [
    { type: "text", text: results.map(({ result }) => result).join("\n") || "(no output)" },
    ...files.map((file) => ({ type: "file" as const, file })),
  ],
});

type Outcome = Parsed<ReturnType<typeof outcome>>;
type Request = Parsed<ReturnType<typeof request>>;
type Files = Parsed<typeof fileOutput>[];

interface Step {
  readonly type: "command" | "code";
  readonly tool: ToolName;
  readonly arguments: ToolArguments;
}

interface Ran {
  readonly results: Outcome[];
  readonly files: Files;
}

const isBlank = (text: string | undefined): boolean => text === undefined || text.trim() === "";

const stepsOf = ({ code, command, language, clear_context }: Request): readonly Step[] => {
  const runCommand: Step = { type: "command", tool: "executeCommand", arguments: { command } };
  const runCode: Step = {
    type: "code",
    tool: "executeCode",
    arguments: { language, code, clearContext: clear_context },
  };
  return [...(isBlank(command) ? [] : [runCommand]), ...(isBlank(code) ? [] : [runCode])];
};

const runSteps = (
  steps: readonly Step[],
  session: CodeSession,
  onError: "fail" | "report",
  call: ToolContext<AwsSession>,
): ResultAsync<Ran, ToolError> =>
  steps.reduce<ResultAsync<Ran, ToolError>>(
    (before, step) =>
      before.andThen((ran) => {
        call.report({ message: `Running the ${step.type}`, done: ran.results.length, total: steps.length });
        return invokeCode(call, session, step.tool, step.arguments)
          .andThen((answer) => {
            const results = [...ran.results, outcomeOf(step.type, answer)];
            if (answer.is_error && onError === "fail") return errAsync(failed(step.type, answer, results));
            return writeBinaryBlocks(call.files, answer.blocks).map((files) => ({
              results,
              files: [...ran.files, ...files],
            }));
          })
          .mapErr((error) => (ran.results.length === 0 ? error : withResults(error, ran.results)));
      }),
    okAsync({ results: [], files: [] }),
  );

const outcomeOf = (type: Outcome["type"], { text, blocks: _blocks, task: _task, ...rest }: CodeAnswer): Outcome => ({
  type,
  result: text === "" ? [rest.stdout, rest.stderr].filter((part) => part !== null).join("\n") : text,
  ...rest,
});

const failed = (type: Outcome["type"], answer: CodeAnswer, results: readonly Outcome[]): ToolError => {
  const words = (answer.stderr?.trim() || answer.text.trim()).split("\n").at(-1) ?? "";
  const exit = answer.exit_code === null ? "" : ` (exit code ${answer.exit_code})`;
  return withResults(
    toolError("upstream", `The ${type} failed${exit}${words === "" ? "" : `: ${words.slice(0, 500)}`}`, {
      hint: "The output is in the details; correct the code and run it again.",
    }),
    results,
  );
};

const withResults = (error: ToolError, results: readonly Outcome[]): ToolError =>
  error.details?.["results"] === undefined
    ? toolError(error.code, error.message, {
        ...error,
        details: { ...error.details, results: results.map((each): JsonObject => ({ ...each })) },
      })
    : error;
