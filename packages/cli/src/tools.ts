import { type Tool, ToolFailure, toolError } from "@tsunagu/core";

/** Where the command takes its tools from: all of them, or at least the one that is named, if there is one. */
export type LoadTools = (name?: string) => Promise<readonly Tool[]>;

/**
 * AWS tools, then kintone's, then those between the two; of a named AWS tool only its service's. Definitions load; no
 * client of a service does.
 */
export const loadTools: LoadTools = async (name) => {
  const named = name === undefined ? [] : await loadAwsTool(name);
  if (named.length > 0) return named;
  const [{ awsTools }, { kintoneTools }, { transferTools }] = await Promise.all([
    import("@tsunagu/aws"),
    import("@tsunagu/kintone"),
    import("@tsunagu/transfer"),
  ]);
  return [...awsTools, ...kintoneTools, ...transferTools];
};

const loadAwsTool = async (name: string): Promise<readonly Tool[]> => {
  const { loadAwsTools } = await import("@tsunagu/aws/load");
  try {
    return await loadAwsTools([name as Parameters<typeof loadAwsTools>[0][number]]);
  } catch (cause) {
    if (cause instanceof TypeError) return []; // no tool of AWS
    throw cause;
  }
};

/** The tool of a name. Throws a ToolFailure, `not_found`, that names the ones that look alike. */
export const findTool = (tools: readonly Tool[], name: string): Tool => {
  const found = tools.find((tool) => tool.name === name);
  if (found !== undefined) return found;
  const words = name.toLowerCase().split(/[^a-z0-9]+/);
  const alike = tools.filter((tool) => words.every((word) => tool.name.includes(word))).map((tool) => tool.name);
  const hint = alike.length > 0 ? `Perhaps: ${alike.join(", ")}.` : "`tsunagu list` shows the tools.";
  throw new ToolFailure(toolError("not_found", `There is no tool named ${JSON.stringify(name)}.`, { hint }));
};
