import { type Tool, ToolFailure, toolError } from "@tsunagu/core";

/** Where the command takes its tools from. */
export type LoadTools = () => Promise<readonly Tool[]>;

/** All tools there are: AWS, then kintone, then those between the two. Their definitions load; no client of a service does. */
export const loadTools: LoadTools = async () => {
  const [{ awsTools }, { kintoneTools }, { transferTools }] = await Promise.all([
    import("@tsunagu/aws"),
    import("@tsunagu/kintone"),
    import("@tsunagu/transfer"),
  ]);
  return [...awsTools, ...kintoneTools, ...transferTools];
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
