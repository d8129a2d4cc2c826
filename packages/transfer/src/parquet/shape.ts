import { isObject, ToolFailure, toolError } from "@tsunagu/core";
import type { SchemaElement } from "hyparquet-writer";

/** How one kind of value is stored: its part of the schema, and a value as the writer takes it. Every value may be missing. */
export interface Shape {
  schema(name: string): readonly SchemaElement[];
  /** Throws a ToolFailure, `upstream`, for what cannot be a value of the kind. */
  value(given: unknown): unknown;
}

const optional = { repetition_type: "OPTIONAL" } as const;

/** Text as it is; what kintone may answer beside text, as JSON. */
export const text: Shape = {
  schema: (name) => [
    { ...optional, name, type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } },
  ],
  value: (given) => {
    if (given === null || given === undefined) return undefined;
    return typeof given === "string" ? given : JSON.stringify(given);
  },
};

/** Text whose empty value means that there is none, such as a number of any length. */
export const exactText: Shape = { ...text, value: (given) => (given === "" ? undefined : text.value(given)) };

/** A whole number of at most 18 digits, that kintone writes as text. */
export const whole: Shape = {
  schema: (name) => [{ ...optional, name, type: "INT64" }],
  value: (given) => {
    if (isMissing(given)) return undefined;
    if (/^\d{1,18}$/.test(String(given))) return BigInt(String(given));
    throw unreadable(given, "a whole number");
  },
};

/** A day, kept as days since 1970. */
export const day: Shape = {
  schema: (name) => [{ ...optional, name, type: "INT32", converted_type: "DATE", logical_type: { type: "DATE" } }],
  value: (given) =>
    isMissing(given) ? undefined : milliseconds(`${String(given)}T00:00:00Z`, given, "a date") / dayMs,
};

/** An instant, kept as milliseconds since 1970, UTC. */
export const instant: Shape = {
  schema: (name) => [
    {
      ...optional,
      name,
      type: "INT64",
      converted_type: "TIMESTAMP_MILLIS",
      logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MILLIS" },
    },
  ],
  value: (given) => (isMissing(given) ? undefined : BigInt(milliseconds(String(given), given, "a time"))),
};

/** A list of values of one kind. */
export const listOf = (element: Shape): Shape => ({
  schema: (name) => [
    { ...optional, name, num_children: 1, converted_type: "LIST", logical_type: { type: "LIST" } },
    { name: "list", repetition_type: "REPEATED", num_children: 1 },
    ...element.schema("element"),
  ],
  value: (given) => {
    if (given === null || given === undefined) return undefined;
    if (Array.isArray(given)) return given.map(element.value);
    throw unreadable(given, "a list");
  },
});

/** One part of a group of values: its name, its kind, and where it is in what kintone answers. */
export interface Member {
  readonly name: string;
  readonly shape: Shape;
  pick(given: Readonly<Record<string, unknown>>): unknown;
}

/** Values that belong together, by name. */
export const groupOf = (members: readonly Member[]): Shape => ({
  schema: (name) => [
    { ...optional, name, num_children: members.length },
    ...members.flatMap((member) => member.shape.schema(member.name)),
  ],
  value: (given) => {
    if (given === null || given === undefined) return undefined;
    if (!isObject(given)) throw unreadable(given, "a group of values");
    return Object.fromEntries(members.map(({ name, shape, pick }) => [name, shape.value(pick(given))]));
  },
});

const dayMs = 86_400_000;

const isMissing = (given: unknown): boolean => given === null || given === undefined || given === "";

const milliseconds = (time: string, given: unknown, due: string): number => {
  const found = Date.parse(time);
  if (Number.isNaN(found)) throw unreadable(given, due);
  return found;
};

const unreadable = (given: unknown, due: string): ToolFailure =>
  new ToolFailure(
    toolError("upstream", `kintone's answer holds ${String(JSON.stringify(given)).slice(0, 80)} where ${due} is due.`, {
      hint: "Leave that field out, or export JSON Lines, which hold values as they are.",
    }),
  );
