import type { App } from "../app.ts";
import type { Comparison, Condition } from "./parser.ts";

/** The ids a record can have if it is to satisfy a condition, both ends included. */
export interface IdBounds {
  readonly lowest: number;
  readonly highest: number;
}

/** Reads the bounds off the `$id` comparisons that the whole condition depends on. */
export const idBounds = (condition: Condition | undefined, app: App): IdBounds => {
  if (condition === undefined || condition.kind === "or") return EVERYTHING;
  if (condition.kind === "comparison") return comparisonBounds(condition, app);
  return condition.items
    .map((item) => idBounds(item, app))
    .reduce((left, right) => ({
      lowest: Math.max(left.lowest, right.lowest),
      highest: Math.min(left.highest, right.highest),
    }));
};

const EVERYTHING: IdBounds = { lowest: 0, highest: Number.MAX_SAFE_INTEGER - 1 };

const comparisonBounds = ({ code, operator, operands }: Comparison, app: App): IdBounds => {
  const isId = code === "$id" || app.fields.byCode.get(code)?.type === "RECORD_NUMBER";
  const [operand] = operands;
  if (!isId || operand?.kind !== "literal" || !/^\d{1,15}$/.test(operand.text)) return EVERYTHING;
  const id = Number(operand.text);
  switch (operator) {
    case "=":
      return { lowest: id, highest: id };
    case ">":
      return { ...EVERYTHING, lowest: id + 1 };
    case ">=":
      return { ...EVERYTHING, lowest: id };
    case "<":
      return { ...EVERYTHING, highest: id - 1 };
    case "<=":
      return { ...EVERYTHING, highest: id };
    default:
      return EVERYTHING;
  }
};
