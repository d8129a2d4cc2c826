import { KintoneError } from "../errors.ts";
import { textOf, type Value } from "../records/values.ts";
import { dateText, dayAt, parseDate, parseInstant, parseTime, startOfDay, utcMinute } from "../time.ts";
import type { QueryField } from "./operators.ts";
import type { Operand, Operator } from "./parser.ts";
import { datePeriod, type Period } from "./periods.ts";
import { querySyntaxError } from "./tokenizer.ts";

/** What date functions depend on. */
export interface Clock {
  readonly now: number;
  readonly timeZone: string;
}

/**
 * Compares a date, time or date-time. An operand stands for a stretch of time (a day for `TODAY()`, a minute for a
 * written date-time): `=` means inside it, `<` before it, `>=` from its beginning on.
 */
export const matchTime = (
  field: QueryField,
  operator: Operator,
  operand: Operand,
  clock: Clock,
): ((value: Value | undefined) => boolean) => {
  if (operand.kind === "literal" && operand.text === "") return matchEmpty(operator);
  const { from, to } = stretch(field, operand, clock);
  return (value) => {
    const text = textOf(value);
    if (text === "") return operator === "!=";
    switch (operator) {
      case "=":
        return text >= from && text < to;
      case "!=":
        return text < from || text >= to;
      case "<":
        return text < from;
      case "<=":
        return text < to;
      case ">":
        return text >= to;
      default:
        return text >= from;
    }
  };
};

/** From `from` up to, not including, `to`, both written as the field's values are, so that text order is time order. */
interface Stretch {
  readonly from: string;
  readonly to: string;
}

const MINUTE_MS = 60_000;

const matchEmpty = (operator: Operator): ((value: Value | undefined) => boolean) =>
  operator === "!=" ? (value) => textOf(value) !== "" : (value) => operator === "=" && textOf(value) === "";

const stretch = (field: QueryField, operand: Operand, clock: Clock): Stretch =>
  operand.kind === "literal"
    ? literalStretch(field, operand.text, clock)
    : functionStretch(field, operand.name, operand.arguments, clock);

const literalStretch = (field: QueryField, text: string, { timeZone }: Clock): Stretch => {
  if (field.type === "TIME") return single(parseTime(text), field, text);
  if (field.type === "DATE") {
    const day = parseDate(parseInstant(text, timeZone) === undefined ? text : (text.split("T")[0] ?? text));
    return single(day === undefined ? undefined : dateText(day), field, text);
  }
  const instant = parseInstant(text, timeZone);
  if (instant === undefined) throw querySyntaxError(`"${text}" is no date and time for field ${field.code}.`);
  return { from: utcMinute(instant), to: utcMinute(instant + MINUTE_MS) };
};

const functionStretch = (field: QueryField, name: string, values: readonly string[], clock: Clock): Stretch => {
  if (field.type === "TIME")
    throw new KintoneError(400, "GAIA_IQ03", `Field ${field.code} (TIME) cannot be used with ${name}().`);
  if (name === "NOW") return nowStretch(field, values, clock);
  const period = datePeriod(name, values, clock.now, clock.timeZone);
  if (period === undefined) throw querySyntaxError(`${name}() is no function for field ${field.code}.`);
  return field.type === "DATE"
    ? { from: dateText(period.first), to: dateText(period.end) }
    : instants(period, clock.timeZone);
};

const nowStretch = (field: QueryField, values: readonly string[], { now, timeZone }: Clock): Stretch => {
  if (values.length > 0) throw new KintoneError(400, "GAIA_IL08", "NOW takes no arguments.");
  if (field.type === "DATE") return single(dateText(dayAt(now, timeZone)), field, "NOW()");
  return { from: utcMinute(now), to: utcMinute(now + MINUTE_MS) };
};

const instants = ({ first, end }: Period, timeZone: string): Stretch => ({
  from: utcMinute(startOfDay(first, timeZone)),
  to: utcMinute(startOfDay(end, timeZone)),
});

const single = (text: string | undefined, field: QueryField, written: string): Stretch => {
  if (text === undefined) throw querySyntaxError(`"${written}" is no value for field ${field.code} (${field.type}).`);
  return { from: text, to: `${text}\u0000` };
};
