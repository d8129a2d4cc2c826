import { isMap, isScalar, type Node, type Pair, type Scalar, type YAMLMap } from "yaml";

/** A part of a text and what comes in its place. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text after all edits, which must not overlap. Everything else stays as it is, byte for byte. */
export const applyEdits = (source: string, edits: readonly Edit[]): string => {
  let result = "";
  let position = 0;
  for (const { start, end, text } of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    result += source.slice(position, start) + text;
    position = end;
  }
  return result + source.slice(position);
};

/** Puts another text in a scalar's place, in the same quotes. */
export const replaceScalar = (scalar: Scalar, text: string): Edit => {
  const [start, end] = rangeOf(scalar);
  const quote = scalar.type === "QUOTE_SINGLE" ? "'" : scalar.type === "QUOTE_DOUBLE" ? '"' : "";
  return { start, end, text: `${quote}${text}${quote}` };
};

/** Where a node's own text starts and ends. */
export const rangeOf = (node: Node): readonly [start: number, end: number] => {
  const [start, end] = node.range ?? [0, 0];
  return [start, end];
};

/** The pair of a key, where its map has one. */
export const pairOf = (map: YAMLMap, key: string): Pair<Scalar, Node> | undefined => {
  const pair = map.items.find(({ key: node }) => isScalar(node) && node.value === key);
  return pair as Pair<Scalar, Node> | undefined;
};

/** The text of a key's value, where it is a text. */
export const textOf = (map: YAMLMap, key: string): string | undefined => {
  const value = pairOf(map, key)?.value;
  return isScalar(value) && typeof value.value === "string" ? value.value : undefined;
};

export const mapOf = (map: YAMLMap, key: string): YAMLMap | undefined => {
  const value = pairOf(map, key)?.value;
  return isMap(value) ? value : undefined;
};

/** How far a position is indented; undefined where something else stands before it on its line. */
export const indentOf = (source: string, position: number): number | undefined => {
  const before = source.slice(lineStart(source, position), position);
  return /^ *$/.test(before) ? before.length : undefined;
};

/** The whole lines that a pair of a block map takes. */
export const pairLines = (source: string, pair: Pair<Scalar, Node>): readonly [start: number, end: number] => {
  const [keyStart, keyEnd] = rangeOf(pair.key);
  const valueEnd = pair.value?.range?.[1] ?? keyEnd;
  return [lineStart(source, keyStart), lineEnd(source, Math.max(keyEnd, contentEnd(source, valueEnd)))];
};

/** The position after the line feed of a position's line. */
export const lineEnd = (source: string, position: number): number => {
  const end = source.indexOf("\n", position);
  return end < 0 ? source.length : end + 1;
};

const lineStart = (source: string, position: number): number => source.lastIndexOf("\n", position - 1) + 1;

const contentEnd = (source: string, end: number): number => source.slice(0, end).trimEnd().length;
