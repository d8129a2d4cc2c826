import { compareNumbers, normalizeNumber } from "../decimal.ts";
import type { Directory, EntityKind } from "../directory.ts";
import { KintoneError } from "../errors.ts";
import type { Principal } from "../principal.ts";
import { entityKind } from "../records/read-value.ts";
import { attachmentsOf, entitiesOf, isEmptyValue, labelsOf, textOf, type Value } from "../records/values.ts";
import { containsWords } from "./contains-words.ts";
import { type Clock, matchTime } from "./match-time.ts";
import type { QueryField } from "./operators.ts";
import type { Comparison, Operand } from "./parser.ts";
import { querySyntaxError } from "./tokenizer.ts";

/** Who asks and when: what query functions stand for. */
export interface QueryContext extends Clock {
  readonly principal: Principal;
  readonly directory: Directory;
  /** Hits after which a search by `like` stops. */
  readonly likeHits: number;
  /** Says that a search was stopped. */
  warn(warning: string): void;
}

/** Whether a value satisfies a comparison. */
export type Matcher = (value: Value | undefined) => boolean;

/** Turns a comparison, whose operator was checked against the field's type, into a test of a value. */
export const matcherFor = (field: QueryField, comparison: Comparison, context: QueryContext): Matcher => {
  const { operator, operands } = comparison;
  const [operand] = operands;
  switch (operator) {
    case "is empty":
      return isBlank;
    case "is not empty":
      return (value) => !isBlank(value);
    case "like":
    case "not like":
      return search(operator === "not like", literal(field, operand), context);
    case "in":
      return memberOf(field, operands, context);
    case "not in": {
      const member = memberOf(field, operands, context);
      return (value) => !member(value);
    }
    default:
      return compared(field, comparison, operand, context);
  }
};

const compared = (
  field: QueryField,
  { operator }: Comparison,
  operand: Operand | undefined,
  context: QueryContext,
): Matcher => {
  if (operand !== undefined && TEMPORAL_TYPES.has(field.type)) return matchTime(field, operator, operand, context);
  const text = literal(field, operand);
  if (!NUMERIC_TYPES.has(field.type)) {
    checkOption(field, text);
    return operator === "=" ? (value) => textOf(value) === text : (value) => textOf(value) !== text;
  }
  if (text === "") return operator === "=" ? isEmptyValue : (value) => operator === "!=" && !isEmptyValue(value);
  const number = numberIn(field, text);
  return (value) => {
    const own = textOf(value);
    if (own === "") return operator === "!=";
    const difference = compareNumbers(own, number);
    switch (operator) {
      case "=":
        return difference === 0;
      case "!=":
        return difference !== 0;
      case ">":
        return difference > 0;
      case "<":
        return difference < 0;
      case ">=":
        return difference >= 0;
      default:
        return difference <= 0;
    }
  };
};

const TEMPORAL_TYPES: ReadonlySet<string> = new Set(["CREATED_TIME", "UPDATED_TIME", "DATE", "TIME", "DATETIME"]);
const NUMERIC_TYPES: ReadonlySet<string> = new Set(["NUMBER", "CALC", "RECORD_NUMBER", "__ID__"]);

const memberOf = (field: QueryField, operands: readonly Operand[], context: QueryContext): Matcher => {
  const kind = USER_TYPES.has(field.type) ? "USER" : entityKind(field.type);
  if (kind !== undefined) {
    const codes = new Set(operands.flatMap((operand) => entityCodes(field, kind, operand, context)));
    return (value) =>
      isEmptyValue(value) ? codes.has("") : entitiesOf(value).some((entity) => codes.has(entity.code));
  }
  const texts = operands.map((operand) => literal(field, operand));
  for (const text of texts) checkOption(field, text);
  if (NUMERIC_TYPES.has(field.type)) {
    const numbers = new Set(texts.map((text) => (text === "" ? "" : numberIn(field, text))));
    return (value) => numbers.has(textOf(value));
  }
  const wanted = new Set(texts);
  return (value) => {
    if (isEmptyValue(value)) return wanted.has("");
    return typeof value === "string" ? wanted.has(value) : labelsOf(value).some((label) => wanted.has(label));
  };
};

const USER_TYPES: ReadonlySet<string> = new Set(["CREATOR", "MODIFIER", "STATUS_ASSIGNEE"]);

const entityCodes = (field: QueryField, kind: EntityKind, operand: Operand, context: QueryContext): string[] => {
  if (operand.kind === "literal") {
    if (operand.text !== "" && context.directory.find(kind, operand.text) === undefined) {
      throw new KintoneError(400, "GAIA_IL42", `The query names ${kind} ${operand.text}, which does not exist.`);
    }
    return [operand.text];
  }
  if (operand.arguments.length > 0) throw new KintoneError(400, "GAIA_IL08", `${operand.name} takes no arguments.`);
  if (operand.name === "LOGINUSER" && kind === "USER") return [context.principal.user.code];
  if (operand.name === "PRIMARY_ORGANIZATION" && kind === "ORGANIZATION") {
    return context.principal.primaryOrganization === undefined ? [] : [context.principal.primaryOrganization];
  }
  throw querySyntaxError(`${operand.name}() is no function for field ${field.code}.`);
};

/** Like kintone, refuses a choice that the field does not offer (GAIA_IQ10); empty text stands for nothing chosen. */
const checkOption = (field: QueryField, text: string): void => {
  const options = field.field?.definition.options;
  if (options === undefined || text === "" || Object.hasOwn(options, text)) return;
  throw new KintoneError(400, "GAIA_IQ10", `Field ${field.code} has no option "${text}".`);
};

/** What is found beyond the most hits counts as not found, and the answer warns of it. */
const search = (negated: boolean, words: string, { likeHits, warn }: QueryContext): Matcher => {
  const contains = containsWords(words);
  let hits = 0;
  return (value) => {
    const texts = typeof value === "string" ? [value] : attachmentsOf(value).map((attachment) => attachment.name);
    const found = texts.some(contains);
    if (found) hits += 1;
    if (hits > likeHits) warn(SEARCH_STOPPED);
    return (found && hits <= likeHits) !== negated;
  };
};

const SEARCH_STOPPED = "Filter aborted because of too many search results";

const isBlank: Matcher = (value) => (typeof value === "string" ? value.trim() === "" : isEmptyValue(value));

const literal = (field: QueryField, operand: Operand | undefined): string => {
  if (operand?.kind === "literal") return operand.text;
  throw querySyntaxError(`${operand?.name ?? "nothing"}() is no function for field ${field.code}.`);
};

const numberIn = (field: QueryField, text: string): string => {
  const digits = field.type === "RECORD_NUMBER" ? (text.split("-").at(-1) ?? text) : text;
  const number = normalizeNumber(digits);
  if (number === undefined) throw querySyntaxError(`"${text}" is no number for field ${field.code}.`);
  return number;
};
