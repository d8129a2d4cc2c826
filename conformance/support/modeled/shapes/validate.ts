import { inspect } from "node:util";
import { type ServiceModel, type Shape, type ShapeReference, shapeOf } from "../models.ts";
import { matchesPattern } from "./pattern.ts";

/** One way in which a value does not fit its shape. */
export interface Finding {
  /** Path of the member, such as `retrievalConfiguration.filters[0]`; empty for the whole. */
  readonly member: string;
  /** In the words that AWS uses, naming value and member. */
  readonly message: string;
}

type Report = (member: string, value: unknown, constraint: string) => void;

/**
 * Checks a value, in plain JavaScript and keyed by the members' names in the model, against its shape: types, required
 * and unknown members, lengths, ranges, patterns, enums and unions. Blobs are Buffers and timestamps are Dates. What is
 * streamed is not looked into.
 */
export function validate(model: ServiceModel, reference: ShapeReference, value: unknown): Finding[] {
  const findings: Finding[] = [];
  check(model, reference, value, "", (member, wrong, constraint) => {
    const message = `Value ${brief(wrong)} at '${member}' failed to satisfy constraint: ${constraint}`;
    findings.push({ member, message });
  });
  return findings;
}

function check(model: ServiceModel, reference: ShapeReference, value: unknown, at: string, report: Report): void {
  const shape = shapeOf(model, reference);
  if (shape.document) return;
  const problem = typeProblem(shape, value);
  if (problem !== undefined) report(at, value, `Member must be ${problem}`);
  if (problem !== undefined || isStreamed(shape)) return;
  checkBounds(shape, value, at, report);
  if (typeof value === "string") checkString(shape, value, at, report);
  else if (Array.isArray(value)) {
    const { member } = shape;
    if (member) for (const [index, item] of value.entries()) check(model, member, item, `${at}[${index}]`, report);
  } else if (isFields(value)) {
    if (shape.type === "map") checkEntries(model, shape, value, at, report);
    else checkMembers(model, shape, value, at, report);
  }
}

function checkMembers(model: ServiceModel, shape: Shape, value: Fields, at: string, report: Report): void {
  const prefix = at === "" ? "" : `${at}.`;
  const present = Object.entries(value).filter(([, item]) => item !== undefined);
  for (const name of shape.required ?? []) {
    if (value[name] === undefined) report(`${prefix}${name}`, null, "Member must not be null");
  }
  if (shape.union && present.length !== 1) {
    report(at, value, `Member must have exactly one of the members of the union ${shape.name}, not ${present.length}`);
  }
  for (const [name, item] of present) {
    const member = shape.members?.[name];
    if (member) check(model, member, item, `${prefix}${name}`, report);
    else report(`${prefix}${name}`, item, `Member is unknown to ${shape.name}`);
  }
}

function checkEntries(model: ServiceModel, shape: Shape, value: Fields, at: string, report: Report): void {
  for (const [key, item] of Object.entries(value)) {
    if (shape.key) check(model, shape.key, key, `${at} key '${key}'`, report);
    if (shape.value) check(model, shape.value, item, `${at}.${key}`, report);
  }
}

function checkBounds({ min, max }: Shape, value: unknown, at: string, report: Report): void {
  const size = sizeOf(value);
  if (size === undefined) return;
  const what = typeof value === "number" ? "value" : "length";
  if (min !== undefined && size < min) report(at, value, `Member must have ${what} greater than or equal to ${min}`);
  if (max !== undefined && size > max) report(at, value, `Member must have ${what} less than or equal to ${max}`);
}

function sizeOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "string") return [...value].length;
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length;
  return isFields(value) ? Object.keys(value).length : undefined;
}

function checkString(shape: Shape, value: string, at: string, report: Report): void {
  if (shape.enum && !shape.enum.includes(value)) {
    report(at, value, `Member must satisfy enum value set: [${shape.enum.join(", ")}]`);
  }
  if (shape.pattern !== undefined && !matchesPattern(shape.pattern, value)) {
    report(at, value, `Member must satisfy regular expression pattern: ${shape.pattern}`);
  }
}

/** What a value should have been, when it is something else. */
function typeProblem(shape: Shape, value: unknown): string | undefined {
  if (isStreamed(shape)) return isStreamable(value) ? undefined : "a Buffer or an iterable";
  return expectations[shape.type].accepts(value) ? undefined : expectations[shape.type].name;
}

const expectations: Readonly<Record<Shape["type"], { name: string; accepts(value: unknown): boolean }>> = {
  structure: { name: "a structure", accepts: isFields },
  map: { name: "a map", accepts: isFields },
  list: { name: "a list", accepts: Array.isArray },
  string: { name: "a string", accepts: (value) => typeof value === "string" },
  boolean: { name: "a boolean", accepts: (value) => typeof value === "boolean" },
  integer: { name: "a 32-bit integer", accepts: (value) => typeof value === "number" && (value | 0) === value },
  long: { name: "an integer", accepts: Number.isSafeInteger },
  float: { name: "a number", accepts: (value) => typeof value === "number" },
  double: { name: "a number", accepts: (value) => typeof value === "number" },
  timestamp: { name: "a timestamp", accepts: (value) => value instanceof Date && !Number.isNaN(value.getTime()) },
  blob: { name: "a blob", accepts: (value) => value instanceof Uint8Array },
};

function isStreamed(shape: Shape): boolean {
  return shape.eventstream === true || shape.streaming === true;
}

/** Values of a structure or a map, by name. */
export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

export function isStreamable(value: unknown): value is Iterable<unknown> | AsyncIterable<unknown> {
  return typeof value === "object" && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value);
}

function brief(value: unknown): string {
  const text = inspect(value, { depth: 1, breakLength: Number.POSITIVE_INFINITY });
  return text.length <= 100 ? text : `${text.slice(0, 97)}...`;
}
