import type { Tool } from "@tsunagu/core";
import { codes } from "./markdown.ts";
import { fieldsOf, type SeedTool } from "./parity-data.ts";

/** A tool's parameters: those that there were, then those that are new. */
export const inputsCell = (seed: SeedTool, tool: Tool): string => grown(seed.inputs, fieldsOf(tool).inputs) || "none";

/** A tool's outputs: those that there were, those that are new, and those that are gone, each with the reason. */
export const outputsCell = (seed: SeedTool, tool: Tool): string =>
  [
    grown(seed.outputs, fieldsOf(tool).outputs),
    ...Object.entries(seed.gone ?? {}).map(([name, reason]) => `**gone** \`${name}\`: ${reason}`),
  ].join("; ");

const grown = (earlier: readonly string[], all: readonly string[]): string => {
  const added = all.filter((name) => !earlier.includes(name));
  return [
    ...(earlier.length === 0 ? [] : [codes(earlier)]),
    ...(added.length === 0 ? [] : [`**new** ${codes(added)}`]),
  ].join("; ");
};
