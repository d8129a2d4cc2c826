import { isMap, isScalar, type Node, type Pair, type Scalar, type YAMLMap } from "yaml";
import { type Edit, indentOf, lineEnd, mapOf, pairLines, pairOf, rangeOf } from "./text-edits.ts";

/** The two places of a node's parameters: what a flow or a model fills, and what a person set in the form. */
export interface ParameterPlaces {
  readonly llm: string;
  readonly form: string;
  /** Writes a value that stood bare in the form as the other place has it. */
  readonly wrap: (value: string, indent: number) => string;
  /** A line that each value has in the other place. */
  readonly mark?: string;
  /** Whether the form's values are bare too, so that what is wrapped has to be taken out of its wrapping. */
  readonly bareForm: boolean;
}

/** What has to change, and what a person has to look at. */
export interface Moves {
  readonly edits: readonly Edit[];
  readonly notes: readonly string[];
}

/**
 * Moves parameters to the place that the new tool has them in. What cannot be moved without a guess, such as a reference to
 * a variable that an older Dify takes in one place only, stays and is noted.
 */
export const moveParameters = (
  source: string,
  owner: YAMLMap,
  places: ParameterPlaces,
  forms: ReadonlyMap<string, "llm" | "form">,
): Moves => {
  const edits: Edit[] = [];
  const notes: string[] = [];
  const incoming: Record<"llm" | "form", string[]> = { llm: [], form: [] };
  const leaving: Record<"llm" | "form", number> = { llm: 0, form: 0 };
  for (const place of ["llm", "form"] as const) {
    for (const item of mapOf(owner, places[place])?.items ?? []) {
      const pair = item as Pair<Scalar, Node>;
      const name = String(pair.key.value);
      const wanted = forms.get(name);
      if (wanted === undefined) notes.push(`${places[place]}.${name}: the tool has no such parameter`);
      if (wanted === undefined || wanted === place) continue;
      const moved = movedText(source, owner, pair, places, wanted);
      if (moved === undefined) {
        notes.push(`${places[place]}.${name}: could not be moved to ${places[wanted]}; set it again in Dify`);
        continue;
      }
      const [start, end] = pairLines(source, pair);
      edits.push({ start, end, text: "" });
      incoming[wanted].push(moved);
      leaving[place] += 1;
    }
  }
  for (const place of ["llm", "form"] as const) {
    const map = mapOf(owner, places[place]);
    const isEmptied = map !== undefined && map.items.length > 0 && leaving[place] === map.items.length;
    edits.push(...fill(source, owner, places, place, incoming[place].join(""), isEmptied));
  }
  return { edits, notes };
};

/** The lines of a pair in its new place; undefined where it cannot be there. */
const movedText = (
  source: string,
  owner: YAMLMap,
  pair: Pair<Scalar, Node>,
  places: ParameterPlaces,
  wanted: "llm" | "form",
): string | undefined => {
  const from = indentOf(source, rangeOf(pair.key)[0]);
  const to = childIndent(source, owner, places[wanted]);
  if (from === undefined || to === undefined) return undefined;
  const [start, end] = pairLines(source, pair);
  const whole = shift(source.slice(start, end), to - from);
  const key = source.slice(...rangeOf(pair.key));
  if (wanted === "llm") {
    if (isWrapped(pair.value)) return withMark(whole, places.mark, to + 2);
    return `${" ".repeat(to)}${key}:\n${places.wrap(shift(valueText(source, pair), to - from + 2), to + 2)}`;
  }
  if (!places.bareForm) return whole;
  const inner = isMap(pair.value) ? pairOf(pair.value, "value") : undefined;
  const kind = isMap(pair.value) ? pairOf(pair.value, "type")?.value : undefined;
  const refers = isScalar(kind) && kind.value === "variable";
  if (inner === undefined) return isMap(pair.value) ? undefined : whole;
  const text = valueText(source, inner);
  return refers || text.includes("{{#") ? undefined : `${" ".repeat(to)}${key}: ${shift(text, to - from - 2)}\n`;
};

const isWrapped = (value: Node | null): boolean => isMap(value) && !value.flow && pairOf(value, "value") !== undefined;

const withMark = (lines: string, mark: string | undefined, indent: number): string =>
  mark === undefined ? lines : lines.replace("\n", () => `\n${" ".repeat(indent)}${mark}\n`);

const valueText = (source: string, pair: Pair<Scalar, Node>): string =>
  pair.value === null ? "null" : source.slice(...rangeOf(pair.value)).trimEnd() || "null";

/** Puts lines into a place that may be missing or empty so far, or writes `{}` where nothing is left. */
const fill = (
  source: string,
  owner: YAMLMap,
  places: ParameterPlaces,
  place: "llm" | "form",
  lines: string,
  isEmptied: boolean,
): readonly Edit[] => {
  const pair = pairOf(owner, places[place]);
  if (pair === undefined) {
    const other = pairOf(owner, places[place === "llm" ? "form" : "llm"]);
    const indent = other && indentOf(source, rangeOf(other.key)[0]);
    if (lines === "" || other === undefined || indent === undefined) return [];
    const [start] = pairLines(source, other);
    return [{ start, end: start, text: `${" ".repeat(indent)}${places[place]}:\n${lines}` }];
  }
  const keyEnd = rangeOf(pair.key)[1];
  const map = mapOf(owner, places[place]);
  if (map !== undefined && map.items.length > 0) {
    if (isEmptied && lines === "") return [{ start: keyEnd + 1, end: keyEnd + 1, text: " {}" }];
    if (lines === "") return [];
    const first = lineEnd(source, keyEnd);
    return [{ start: first, end: first, text: lines }];
  }
  if (lines === "") return [];
  const valueEnd = pair.value?.range?.[1] ?? keyEnd + 1;
  return [{ start: keyEnd + 1, end: valueEnd, text: `\n${lines.replace(/\n$/, "")}` }];
};

/** How far the entries of a place are indented, or would be; undefined where the place is written in one line. */
const childIndent = (source: string, owner: YAMLMap, name: string): number | undefined => {
  const map = mapOf(owner, name);
  const [first] = map?.items ?? [];
  if (first !== undefined) return map?.flow ? undefined : indentOf(source, rangeOf(first.key as Scalar)[0]);
  const [sibling] = owner.items.slice(1);
  const own = sibling && indentOf(source, rangeOf(sibling.key as Scalar)[0]);
  return own === undefined ? undefined : own + 2;
};

const shift = (text: string, by: number): string =>
  by >= 0
    ? text.replace(/\n(?=[^\n])/g, `\n${" ".repeat(by)}`).replace(/^(?= )/, " ".repeat(by))
    : text.replace(new RegExp(`(^|\\n) {${-by}}`, "g"), "$1");
