/** An operator of kintone's query language. */
export type QueryOperator =
  | "="
  | "!="
  | ">"
  | "<"
  | ">="
  | "<="
  | "in"
  | "not in"
  | "like"
  | "not like"
  | "is empty"
  | "is not empty";

/**
 * The operators that a field type takes in a query; none for types that cannot be queried. Inside a table `=` and `!=` are
 * not taken. A lookup is queried as the type of its key field. RELATED_FIELD is ours: a field whose own type is not known.
 *
 * @see kintone REST API, query strings, operators by field type
 */
export const operatorsOf = (
  type: string,
  place: { readonly inTable: boolean } = { inTable: false },
): readonly QueryOperator[] => {
  const operators = byType[type] ?? [];
  return place.inTable ? operators.filter((operator) => operator !== "=" && operator !== "!=") : operators;
};

/** What means the opposite of an operator. */
export const oppositeOf: Readonly<Record<QueryOperator, QueryOperator>> = {
  "=": "!=",
  "!=": "=",
  ">": "<=",
  "<=": ">",
  "<": ">=",
  ">=": "<",
  in: "not in",
  "not in": "in",
  like: "not like",
  "not like": "like",
  "is empty": "is not empty",
  "is not empty": "is empty",
};

/** Whether an operator compares by order, so that neither it nor its opposite holds for what is empty. */
export const comparesOrder = (operator: QueryOperator): boolean => /^[<>]/.test(operator);

/** Whether a field of this type has a value in every record. */
export const isNeverEmpty = (type: string): boolean =>
  ["__ID__", "RECORD_NUMBER", "CREATED_TIME", "UPDATED_TIME"].includes(type);

const numbers: readonly QueryOperator[] = ["=", "!=", ">", "<", ">=", "<=", "in", "not in"];
const times: readonly QueryOperator[] = ["=", "!=", ">", "<", ">=", "<="];
const texts: readonly QueryOperator[] = ["=", "!=", "in", "not in", "like", "not like"];
const longTexts: readonly QueryOperator[] = ["like", "not like", "is empty", "is not empty"];
const choices: readonly QueryOperator[] = ["in", "not in"];

const byType: Readonly<Record<string, readonly QueryOperator[]>> = {
  __ID__: numbers,
  RECORD_NUMBER: numbers,
  NUMBER: numbers,
  CALC: numbers,
  CREATED_TIME: times,
  UPDATED_TIME: times,
  DATE: times,
  TIME: times,
  DATETIME: times,
  SINGLE_LINE_TEXT: texts,
  LINK: texts,
  MULTI_LINE_TEXT: longTexts,
  FILE: longTexts,
  RICH_TEXT: ["like", "not like"],
  CHECK_BOX: choices,
  RADIO_BUTTON: choices,
  DROP_DOWN: choices,
  MULTI_SELECT: choices,
  USER_SELECT: choices,
  ORGANIZATION_SELECT: choices,
  GROUP_SELECT: choices,
  CREATOR: choices,
  MODIFIER: choices,
  STATUS: ["=", "!=", "in", "not in"],
  STATUS_ASSIGNEE: choices,
  RELATED_FIELD: ["=", "!=", ">", "<", ">=", "<=", "in", "not in", "like", "not like", "is empty", "is not empty"],
};

/** The field types that a query takes, each with its operators in {@link operatorsOf}. */
export const queryableTypes: readonly string[] = Object.keys(byType).filter((type) => type !== "RELATED_FIELD");
