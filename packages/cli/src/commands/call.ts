import {
  type Content,
  coerceInput,
  createToolkit,
  type Policy,
  type Tool,
  ToolFailure,
  toolError,
} from "@tsunagu/core";
import { approver } from "../approval.ts";
import { saveTo } from "../files/save-file.ts";
import { readConnection } from "../input/connection.ts";
import { readFieldFlags } from "../input/field-flags.ts";
import { resolveFilePaths } from "../input/file-paths.ts";
import { readInput } from "../input/read-input.ts";
import { watchInterruption } from "../interruption.ts";
import { note, print, printable, printJson } from "../output/print.ts";
import { progressLine } from "../output/progress.ts";
import { reportFailure } from "../output/report-failure.ts";
import { findTool, type LoadTools } from "../tools.ts";

export interface CallOptions {
  readonly input?: string;
  readonly connection: readonly string[];
  readonly dryRun?: boolean;
  readonly readOnly?: boolean;
  readonly yes?: boolean;
  /** Seconds. */
  readonly timeout?: number;
  readonly outputDir: string;
  readonly text?: boolean;
  readonly json?: boolean;
}

/** Calls one tool and prints its output. Ctrl-C stops the call in order. */
export const call = async (
  loadTools: LoadTools,
  name: string,
  words: readonly string[],
  options: CallOptions,
): Promise<void> => {
  const tool = findTool(await loadTools(name), name);
  const raw = { ...(await readInput(options.input)), ...readFieldFlags(words) };
  const input = resolveFilePaths(tool.input, coerceInput(tool.input, raw), process.cwd());
  const connection = readConnection(options.connection, tool.connector.connection);
  if (options.readOnly && tool.effect.kind !== "read" && tool.effectOf === undefined) throw readOnlyFailure(tool);

  using interruption = watchInterruption();
  await using toolkit = createToolkit({ tools: [tool], policy: policyOf(options), files: { directories: "any" } });
  const progress = progressLine(process.stderr, process.env);
  const sent = { parts: 0, spoken: false };
  const say = (part: Content): void => {
    progress.clear();
    sent.spoken = speak(part) || sent.spoken;
  };
  const onContent = (part: Content): void => {
    sent.parts++;
    if (options.text) say(part);
  };
  const result = await toolkit.run(name, input, {
    signal: interruption.signal,
    deadlineMs: options.timeout === undefined ? undefined : options.timeout * 1000,
    connection,
    onFile: saveTo(options.outputDir),
    onProgress: progress.show,
    onContent,
  });
  progress.clear();

  if (result.isErr()) {
    const code = reportFailure(result.error, options);
    process.exitCode = interruption.exitCode() ?? code;
    if (result.error.code === "aborted" || result.error.code === "timeout") leaveSoon();
    return;
  }
  const answer = result.value;
  if (answer.status === "planned")
    return printJson({ status: answer.status, plan: answer.plan, effect: answer.effect });
  if (options.text) for (const part of answer.content) say(part);
  else if (sent.parts > 0) note(`Sent as the call ran, and not in its output: ${sent.parts} (--text prints them).`);
  if (!sent.spoken) printJson(answer.output);
};

const policyOf = (options: CallOptions): Policy => ({
  dryRun: options.dryRun ?? false,
  readOnly: options.readOnly ?? false,
  approval: "destroy",
  approve: approver(options.yes ?? false),
});

const leaveMs = 1000;

/** What does not heed the stop must not keep the process. */
const leaveSoon = (): void => {
  setTimeout(() => process.exit(), leaveMs).unref();
};

const readOnlyFailure = (tool: Tool): ToolFailure =>
  new ToolFailure(toolError("forbidden", `${tool.name} can ${tool.effect.kind}, and --read-only is given.`));

/** Prints a part of an answer in words. Files are named by address; true when something was printed. */
const speak = (part: Content): boolean => {
  const text = part.type === "text" ? part.text : part.type === "json" ? JSON.stringify(part.value) : part.file.uri;
  if (text === null) return false;
  print(process.stdout.isTTY ? printable(text) : text);
  return true;
};
