import type { FilterInput } from "../query/filter-input.ts";
import { type Asker, refusesTime, timeHolds } from "./filter-times.ts";
import { isMissing, isNumber, numbersCompare, textOf } from "./filter-values.ts";

/** A record as kintone answers it. */
export type EvaluatedRecord = Readonly<Record<string, { readonly value: unknown }>>;

/** What the evaluator knows of a field that a filter may name. */
export interface EvaluatedField {
  readonly type: string;
  /** Code of the table that the field is in. */
  readonly table?: string;
  readonly options?: readonly string[];
}

/** Which users, groups and organizations there are, by the kind of field that names them. */
export type KnownCodes = Readonly<Record<"USER" | "GROUP" | "ORGANIZATION", readonly string[]>>;

export interface Evaluation {
  readonly fields: ReadonlyMap<string, EvaluatedField>;
  readonly codes: KnownCodes;
  readonly asker: Asker;
}

type Comparison = Exclude<FilterInput["conditions"][number], { conditions: unknown }>;
type Value = NonNullable<Comparison["value"]>;
type Node =
  | { readonly kind: "and" | "or"; readonly nodes: readonly Node[] }
  | { readonly kind: "leaf"; readonly comparison: Comparison; readonly negated: boolean };

/**
 * Says what a structured filter means, straight from the filter and a record's values: no query is written and none is read.
 * undefined for a filter that must be refused. It shares no code with the query engine nor with the local kintone.
 */
export const evaluateFilter = (
  filter: FilterInput,
  evaluation: Evaluation,
): ((record: EvaluatedRecord) => boolean) | undefined => {
  const root = nodeOf(filter, false);
  if (leavesOf(root).some((leaf) => isRefused(leaf, evaluation))) return undefined;
  return (record) => holds(root, record, evaluation);
};

/** `none` is carried down to the comparisons, so that two of them cancel out. */
const nodeOf = ({ match, conditions }: Pick<FilterInput, "match"> & FilterGroup, negated: boolean): Node => {
  const inner = match === "none" ? !negated : negated;
  const nodes = conditions.map(
    (each): Node => ("conditions" in each ? nodeOf(each, inner) : { kind: "leaf", comparison: each, negated: inner }),
  );
  const joinsAll = match === "all" ? !negated : match === "any" ? negated : !negated;
  return { kind: joinsAll || nodes.length === 1 ? "and" : "or", nodes };
};

interface FilterGroup {
  readonly conditions: readonly FilterInput["conditions"][number][];
}

type Leaf = Extract<Node, { kind: "leaf" }>;

const leavesOf = (node: Node): readonly Leaf[] => (node.kind === "leaf" ? [node] : node.nodes.flatMap(leavesOf));

const holds = (node: Node, record: EvaluatedRecord, evaluation: Evaluation): boolean => {
  if (node.kind === "or") return node.nodes.some((each) => holds(each, record, evaluation));
  const parts = node.kind === "leaf" ? [node] : conjuncts(node);
  const tables = new Map<string, Leaf[]>();
  for (const part of parts) {
    if (part.kind !== "leaf") {
      if (!holds(part, record, evaluation)) return false;
      continue;
    }
    const { comparison, negated } = part;
    const table = evaluation.fields.get(comparison.field)?.table;
    if (table !== undefined) tables.set(table, [...(tables.get(table) ?? []), part]);
    else if (compare(comparison, record[comparison.field]?.value, evaluation) === negated) return false;
  }
  return [...tables].every(([table, leaves]) =>
    rowsOf(record[table]?.value).some((row) =>
      leaves.every(({ comparison }) => compare(comparison, row.value[comparison.field]?.value, evaluation)),
    ),
  );
};

/** The parts that all have to hold; conditions on one table among them have to hold in one row. */
const conjuncts = (node: Node): readonly Node[] => (node.kind === "and" ? node.nodes.flatMap(conjuncts) : [node]);

const rowsOf = (value: unknown): readonly { readonly value: EvaluatedRecord }[] =>
  Array.isArray(value) ? (value as { readonly value: EvaluatedRecord }[]) : [];

const operators: readonly (readonly [types: RegExp, operators: RegExp])[] = [
  [/^(__ID__|RECORD_NUMBER|NUMBER|CALC)$/, /^(=|!=|[<>]=?|in|not in)$/],
  [/^(CREATED_TIME|UPDATED_TIME|DATE|TIME|DATETIME)$/, /^(=|!=|[<>]=?)$/],
  [/^(SINGLE_LINE_TEXT|LINK)$/, /^(=|!=|in|not in|like|not like)$/],
  [/^(MULTI_LINE_TEXT|FILE)$/, /^(like|not like|is empty|is not empty)$/],
  [/^RICH_TEXT$/, /^(like|not like)$/],
  [/^(CHECK_BOX|RADIO_BUTTON|DROP_DOWN|MULTI_SELECT)$/, /^(in|not in)$/],
  [/^(USER_SELECT|ORGANIZATION_SELECT|GROUP_SELECT|CREATOR|MODIFIER|STATUS_ASSIGNEE)$/, /^(in|not in)$/],
  [/^STATUS$/, /^(=|!=|in|not in)$/],
];

const isRefused = ({ comparison, negated }: Leaf, evaluation: Evaluation): boolean => {
  const field = evaluation.fields.get(comparison.field);
  if (field === undefined) return true;
  const takes = operators.find(([types]) => types.test(field.type))?.[1];
  if (takes?.test(comparison.operator) !== true) return true;
  if (field.table !== undefined && (negated || /^!?=$/.test(comparison.operator))) return true;
  return valuesOf(comparison).some((value) => refusesValue(value, field, comparison.operator, evaluation));
};

const valuesOf = ({ value, values }: Comparison): readonly Value[] => values ?? (value === undefined ? [] : [value]);

const refusesValue = (
  value: Value,
  { type, options }: EvaluatedField,
  operator: string,
  { codes, asker }: Evaluation,
): boolean => {
  if (typeof value === "string" && /[^\P{Cc}\t\n\r\u0080-\u009f]|\p{Cs}/u.test(value)) return true;
  if (value === "" && /^[<>]/.test(operator)) return true;
  const kind = kindOf(type);
  if (kind !== undefined) {
    if (typeof value !== "object") return value !== "" && !codes[kind].includes(String(value));
    const fitting = { USER: "LOGINUSER", ORGANIZATION: "PRIMARY_ORGANIZATION", GROUP: "" }[kind];
    return value.function !== fitting || (value.arguments ?? []).length > 0;
  }
  if (/TIME|DATE/.test(type)) return refusesTime(type, value, asker);
  if (typeof value === "object") return true;
  if (options !== undefined) return value !== "" && !options.includes(String(value));
  return /^(__ID__|RECORD_NUMBER|NUMBER|CALC)$/.test(type) && value !== "" && !isNumber(numberText(type, value));
};

const kindOf = (type: string): keyof KnownCodes | undefined => {
  if (/^(USER_SELECT|CREATOR|MODIFIER|STATUS_ASSIGNEE)$/.test(type)) return "USER";
  if (type === "GROUP_SELECT") return "GROUP";
  return type === "ORGANIZATION_SELECT" ? "ORGANIZATION" : undefined;
};

/** A record number may be written with the app code before it. */
const numberText = (type: string, value: string | number): string =>
  type === "RECORD_NUMBER" ? (String(value).split("-").at(-1) ?? "") : String(value);

const compare = (comparison: Comparison, own: unknown, evaluation: Evaluation): boolean => {
  const { operator } = comparison;
  if (operator === "is empty") return isBlank(own);
  if (operator === "is not empty") return !isBlank(own);
  const type = evaluation.fields.get(comparison.field)?.type ?? "";
  const negative = operator === "!=" || operator.startsWith("not ");
  const anyEqual = valuesOf(comparison).some((value) => positive(operator, type, own, value, evaluation));
  return anyEqual !== negative;
};

const isBlank = (own: unknown): boolean => (typeof own === "string" ? own.trim() === "" : isMissing(own));

/** Whether a value stands to another as the operator says, its negation left out. */
const positive = (operator: string, type: string, own: unknown, value: Value, { asker }: Evaluation): boolean => {
  if (operator.endsWith("like")) return textsOf(own).some((text) => hasWords(text, textOf(value)));
  if (kindOf(type) !== undefined) return namesEntity(own, value, asker);
  if (value === "") return isMissing(own);
  if (isMissing(own)) return false;
  if (/TIME|DATE/.test(type)) return timeHolds(type, operator, textOf(own), value, asker);
  if (/^(__ID__|RECORD_NUMBER|NUMBER|CALC)$/.test(type)) {
    return numbersCompare(numberText(type, textOf(own)), operator, numberText(type, textOf(value)));
  }
  return (Array.isArray(own) ? own : [own]).includes(textOf(value));
};

const namesEntity = (own: unknown, value: Value, asker: Asker): boolean => {
  const codes = (Array.isArray(own) ? own : [own]).map((entity: { readonly code: string }) => entity.code);
  if (value === "") return codes.length === 0;
  if (typeof value !== "object") return codes.includes(String(value));
  return codes.includes(value.function === "LOGINUSER" ? asker.user : asker.primaryOrganization);
};

const textsOf = (own: unknown): readonly string[] =>
  Array.isArray(own) ? own.map((file: { readonly name: string }) => file.name) : [textOf(own)];

/** Latin words are found whole, all else anywhere; case and width do not matter. */
const hasWords = (text: string, words: string): boolean => {
  const wanted = words.normalize("NFKC").toLowerCase().trim();
  if (wanted === "") return false;
  const before = /^[a-z0-9]/.test(wanted) ? "(?<![a-z0-9])" : "";
  const after = /[a-z0-9]$/.test(wanted) ? "(?![a-z0-9])" : "";
  const literal = [...wanted].map((character) => `\\u{${character.codePointAt(0)?.toString(16)}}`).join("");
  return new RegExp(`${before}${literal}${after}`, "u").test(text.normalize("NFKC").toLowerCase());
};
