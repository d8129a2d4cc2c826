import type { App } from "../app.ts";
import { compareNumbers } from "../decimal.ts";
import { KintoneError } from "../errors.ts";
import { entitiesOf, type StoredRecord, textOf } from "../records/values.ts";
import { resolveField } from "./compile.ts";
import type { QueryField } from "./operators.ts";
import type { Query } from "./parser.ts";
import { compileReader } from "./read-field.ts";

/** How to go through records: along ids, or sorted by comparing. */
export type Ordering =
  | { readonly kind: "id"; readonly descending: boolean }
  | { readonly kind: "sorted"; readonly compare: (left: StoredRecord, right: StoredRecord) => number };

/**
 * The order a query asks for; without one, `$id` descending. Empty values come first when ascending, choices follow
 * their options' order, and equal records go by descending `$id`.
 */
export const compileOrder = (order: Query["order"], app: App): Ordering => {
  const keys = order.map(({ code, descending }) => ({ field: sortableField(app, code), descending }));
  const [first] = keys;
  if (first === undefined) return { kind: "id", descending: true };
  if (isIdField(first.field)) return { kind: "id", descending: first.descending };
  const comparisons = keys.map(({ field, descending }) => {
    const compare = compareBy(field);
    return (left: StoredRecord, right: StoredRecord) => (descending ? compare(right, left) : compare(left, right));
  });
  return {
    kind: "sorted",
    compare: (left, right) => {
      for (const compare of comparisons) {
        const difference = compare(left, right);
        if (difference !== 0) return difference;
      }
      return right.id - left.id;
    },
  };
};

const UNSORTABLE_TYPES: ReadonlySet<string> = new Set([
  "CHECK_BOX",
  "MULTI_SELECT",
  "FILE",
  "RICH_TEXT",
  "MULTI_LINE_TEXT",
  "USER_SELECT",
  "GROUP_SELECT",
  "ORGANIZATION_SELECT",
  "STATUS_ASSIGNEE",
  "SUBTABLE",
  "GROUP",
  "REFERENCE_TABLE",
  "CATEGORY",
  "LABEL",
  "SPACER",
  "HR",
]);

const sortableField = (app: App, code: string): QueryField => {
  const field = resolveField(app, code);
  if (field.table !== undefined || UNSORTABLE_TYPES.has(field.type)) {
    throw new KintoneError(400, "GAIA_IQ03", `Field ${code} (${field.type}) cannot be used with order by.`);
  }
  return field;
};

const isIdField = (field: QueryField): boolean => field.type === "__ID__" || field.type === "RECORD_NUMBER";

const compareBy = (field: QueryField): ((left: StoredRecord, right: StoredRecord) => number) => {
  if (isIdField(field)) return (left, right) => left.id - right.id;
  const read = compileReader(field);
  const options = field.field?.definition.options;
  const rank = (text: string): number => (options?.[text] === undefined ? -1 : Number(options[text].index));
  const text = (record: StoredRecord): string => {
    const value = read(record);
    return entitiesOf(value)[0]?.code ?? textOf(value);
  };
  if (options !== undefined) return (left, right) => rank(text(left)) - rank(text(right));
  const isNumeric = field.type === "NUMBER" || field.type === "CALC";
  return (left, right) => compareTexts(text(left), text(right), isNumeric);
};

const compareTexts = (left: string, right: string, isNumeric: boolean): number => {
  if (isNumeric && left !== "" && right !== "") return compareNumbers(left, right);
  return left === right ? 0 : left < right ? -1 : 1;
};
