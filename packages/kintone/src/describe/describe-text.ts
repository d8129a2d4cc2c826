import type { FieldDescription } from "./describe-fields.ts";
import type { ProcessDescription } from "./describe-process.ts";

/** A field as one line, a table as one line and one for each column. */
export const fieldText = (field: FieldDescription, indent = ""): string => {
  const { code, type, label, required, unique, writable, options, options_omitted, default_value, limits } = field;
  const facts = [
    type,
    required && "required",
    unique && "unique",
    writable === "never" && "read only",
    writable === "on_add" && "on a new record only",
    options && `one of ${options.map((option) => JSON.stringify(option)).join(", ")}`,
    options_omitted && `and ${options_omitted} more choices`,
    default_value !== undefined && `default ${JSON.stringify(default_value)}`,
    ...Object.entries(limits ?? {}).map(([name, limit]) => `${name} ${limit}`),
    field.lookup && `lookup in app ${field.lookup.app_id}, fills ${field.lookup.copies_to.join(", ") || "nothing"}`,
    field.filled_by && `filled by the lookup ${field.filled_by}`,
  ].filter(Boolean);
  const name = label === undefined ? code : `${code} (${label})`;
  const columns = field.fields?.map((column) => `\n${fieldText(column, `${indent}  `)}`).join("") ?? "";
  return `${indent}- ${name}: ${facts.join(", ")}${columns}`;
};

/** A process as lines. */
export const processText = ({ enabled, states, actions }: ProcessDescription): string =>
  enabled
    ? [
        `Statuses: ${states.join(", ")}`,
        ...actions.map(({ name, from, to }) => `- action ${JSON.stringify(name)}: ${from} → ${to}`),
      ].join("\n")
    : "The app does not use process management.";
