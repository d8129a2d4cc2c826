import type { Tool } from "@tsunagu/core";
import type { LocalizedText } from "./localize.ts";

/** Tools that people look for together. */
export interface ToolGroup {
  readonly label: LocalizedText;
  /** Our names of the tools, or beginnings of them: `s3_*`. A tool is in the first group that names it. */
  readonly tools: readonly string[];
}

/** A group with its tools, those that are named first in front. */
export interface GroupedTools {
  readonly label: LocalizedText;
  readonly tools: readonly Tool[];
}

/**
 * Sorts tools into groups, in the groups' order; inside of one they keep theirs. Throws a TypeError for a tool that is in no
 * group and for a name that means no tool, so that neither is forgotten when tools come and go.
 */
export const groupTools = (tools: readonly Tool[], groups: readonly ToolGroup[]): readonly GroupedTools[] => {
  const left = new Set(tools);
  const grouped = groups.map(({ label, tools: patterns }) => {
    const found = patterns.flatMap((pattern) => {
      const matching = [...left].filter(({ name }) => matches(name, pattern));
      if (matching.length === 0)
        throw new TypeError(`The group ${label.en_US} names ${pattern}, which is no tool left.`);
      for (const tool of matching) left.delete(tool);
      return matching;
    });
    return { label, tools: found };
  });
  const [forgotten] = left;
  if (forgotten !== undefined) throw new TypeError(`The tool ${forgotten.name} is in no group.`);
  return grouped;
};

const matches = (name: string, pattern: string): boolean =>
  pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
