import { KintoneError } from "../errors.ts";
import type { Field } from "../fields.ts";
import type { Operator } from "./parser.ts";

/** What a comparison's field code stands for; `table` is set for a field inside a SUBTABLE. */
export interface QueryField {
  readonly code: string;
  readonly type: string;
  /** Undefined for `$id`. */
  readonly field: Field | undefined;
  readonly table: Field | undefined;
}

/** Refuses an operator that kintone does not have for the field's type: GAIA_IQ03, or GAIA_IQ07 for `=` and `!=` inside a table. */
export const checkOperator = ({ code, type, table }: QueryField, operator: Operator): void => {
  if (OPERATORS[type]?.includes(operator) !== true) {
    throw new KintoneError(400, "GAIA_IQ03", `Field ${code} (${type}) cannot be used with ${operator}.`);
  }
  if (table !== undefined && (operator === "=" || operator === "!=")) {
    throw new KintoneError(
      400,
      "GAIA_IQ07",
      `Field ${code} is in a table and cannot be used with ${operator}; use in or not in.`,
    );
  }
};

const EQUALITY: readonly Operator[] = ["=", "!="];
const ORDER: readonly Operator[] = [">", "<", ">=", "<="];
const MEMBERSHIP: readonly Operator[] = ["in", "not in"];
const SEARCH: readonly Operator[] = ["like", "not like"];
const EMPTINESS: readonly Operator[] = ["is empty", "is not empty"];

const NUMERIC = [...EQUALITY, ...ORDER, ...MEMBERSHIP];
const TEMPORAL = [...EQUALITY, ...ORDER];
const TEXT = [...EQUALITY, ...MEMBERSHIP, ...SEARCH];

const OPERATORS: Readonly<Record<string, readonly Operator[]>> = {
  __ID__: NUMERIC,
  RECORD_NUMBER: NUMERIC,
  NUMBER: NUMERIC,
  CALC: NUMERIC,
  CREATED_TIME: TEMPORAL,
  UPDATED_TIME: TEMPORAL,
  DATE: TEMPORAL,
  TIME: TEMPORAL,
  DATETIME: TEMPORAL,
  SINGLE_LINE_TEXT: TEXT,
  LINK: TEXT,
  MULTI_LINE_TEXT: [...SEARCH, ...EMPTINESS],
  FILE: [...SEARCH, ...EMPTINESS],
  RICH_TEXT: SEARCH,
  CHECK_BOX: MEMBERSHIP,
  RADIO_BUTTON: MEMBERSHIP,
  DROP_DOWN: MEMBERSHIP,
  MULTI_SELECT: MEMBERSHIP,
  USER_SELECT: MEMBERSHIP,
  ORGANIZATION_SELECT: MEMBERSHIP,
  GROUP_SELECT: MEMBERSHIP,
  CREATOR: MEMBERSHIP,
  MODIFIER: MEMBERSHIP,
  STATUS_ASSIGNEE: MEMBERSHIP,
  STATUS: [...EQUALITY, ...MEMBERSHIP],
};
