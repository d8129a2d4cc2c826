import type { JsonSchema } from "@tsunagu/core";

/** Text that may stand in a cell of a table. */
export const inline = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ").trim();

/** Names as code, with commas between; a dash where there are none. */
export const codes = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(", ") || "–";

/** A table; cells are written as they are. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);

/** A schema's properties, by name. */
export const propertiesOf = (schema: JsonSchema): readonly (readonly [string, JsonSchema])[] =>
  Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>);
