import { type JsonObject, type Tool, ToolFailure, toolError, toToolError } from "@tsunagu/core";
import { contentMessages, outputMessages, textMessages } from "./content.ts";
import type { Handler } from "./handler.ts";
import { readParameters } from "./parameters.ts";
import { findTool, type PluginTools } from "./plugin-tools.ts";
import { type ProgressLog, startProgress } from "./progress.ts";
import { fileSender } from "./send-file.ts";
import type { Session } from "./session.ts";

/** Milliseconds after which Dify forgets a call: it ends a little earlier, with an error that somebody still reads. */
const maxCallMs = 590_000;

/** Runs a tool: its files and content as they come, then its output, then its text for people. */
export const invokeTool: Handler = async (data, session, { plugin, toolkit }) => {
  const tool = requestedTool(plugin, data["tool"]);
  const maxFileBytes = toolkit.limits.fetchedFileBytes;
  const { input, inputs, connections } = readParameters(tool, data, { signal: session.signal, maxFileBytes });
  const startedAt = Date.now();
  let progress: ProgressLog | undefined;
  const result = await toolkit.run(tool.name, input, {
    connections,
    inputs,
    signal: session.signal,
    deadlineMs: Math.min(tool.deadlineMs ?? toolkit.limits.deadlineMs, maxCallMs),
    onFile: fileSender(session),
    onContent: (part) => session.stream(...contentMessages(part)),
    onProgress: (made) => {
      progress ??= startProgress(session, tool.title, startedAt);
      progress.report(made);
    },
  });
  await progress?.finish(result.isErr() ? result.error : undefined);
  if (result.isErr()) throw new ToolFailure(result.error);
  const answer = result.value;
  if (answer.status === "planned") return session.stream(...textMessages(answer.plan));
  const messages = [...outputMessages(answer.output as JsonObject), ...answer.content.flatMap(contentMessages)];
  try {
    await session.stream(...messages);
  } catch (cause) {
    throw afterwards(tool, session, cause);
  }
};

const requestedTool = (plugin: PluginTools, requested: unknown): Tool => {
  const tool = findTool(plugin, requested);
  if (tool !== undefined) return tool;
  const name = JSON.stringify(String(requested));
  throw new ToolFailure(toolError("not_found", `The plugin ${plugin.name} has no tool named ${name}.`));
};

/** An answer that cannot be sent does not undo what the tool changed, so the error says that it was changed. */
const afterwards = (tool: Tool, session: Session, cause: unknown): ToolFailure => {
  const error = toToolError(cause, () => toolError("internal", `The answer of ${tool.name} could not be sent.`));
  if (tool.effect.kind === "read" || session.signal.aborted) return new ToolFailure(error);
  const { code, message, ...more } = error;
  return new ToolFailure(toolError(code, `${tool.name} was carried out. ${message}`, more));
};
