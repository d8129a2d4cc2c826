import { createToolkit, inputJsonSchema, outputJsonSchema, type Tool } from "@tsunagu/core";
import { note, print, printJson } from "../output/print.ts";
import { table } from "../output/table.ts";
import type { LoadTools } from "../tools.ts";

export interface ListOptions {
  readonly json?: boolean;
  readonly connector?: string;
  readonly readOnly?: boolean;
  readonly all?: boolean;
}

/** Prints the tools that the present connections can use. What is left out, and why, goes to standard error. */
export const list = async (loadTools: LoadTools, options: ListOptions): Promise<void> => {
  const loaded = await loadTools();
  const wanted = loaded.filter(
    ({ connector }) => options.connector === undefined || connector.name === options.connector,
  );
  await using toolkit = createToolkit({ tools: wanted, policy: { readOnly: options.readOnly ?? false } });
  const hidden = new Map(toolkit.hidden.map(({ tool, reason }) => [tool, reason]));
  const offered = new Set([...toolkit.tools, ...(options.all ? hidden.keys() : [])]);
  const shown = wanted.filter((tool) => offered.has(tool));
  if (options.json) printJson(shown.map(toListed));
  else print(table(shown.map((tool) => [tool.name, tool.effect.kind, tool.title])));
  for (const [tool, reason] of hidden) {
    note(options.all ? `${tool.name} cannot be used: ${reason}` : `Left out (--all shows it): ${tool.name}: ${reason}`);
  }
};

const toListed = ({ name, title, description, connector, effect, input, output }: Tool) => ({
  name,
  title,
  description,
  connector: connector.name,
  effect,
  input_schema: inputJsonSchema(input),
  output_schema: outputJsonSchema(output),
});
