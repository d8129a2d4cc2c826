import { normalizeNumber } from "../decimal.ts";
import type { Directory, EntityKind } from "../directory.ts";
import { type ErrorCollector, fileNotFound, invalidJson, KintoneError } from "../errors.ts";
import type { Field } from "../fields.ts";
import type { FileShelf } from "../files.ts";
import type { Journal } from "../journal.ts";
import { dateText, parseDate, parseInstant, parseTime, utcMinute } from "../time.ts";
import type { Attachment, Entity, Value } from "./values.ts";

/** What reading values needs from its surroundings. */
export interface ReadContext {
  readonly store: { readonly directory: Directory; readonly files: FileShelf; readonly timeZone: string };
  readonly appId: number;
  readonly errors: ErrorCollector;
  readonly journal: Journal | undefined;
}

/** Where a value stands, for messages, and which attachments it may keep. */
export interface Place {
  /** `record.Title`, `records[3].Title` or `record.Table.value[0].value.Title`. */
  readonly path: string;
  /** Path under which kintone reports a number that is none: `record[Title]`. Undefined inside tables, where it becomes empty. */
  readonly numberPath: string | undefined;
  readonly attached: readonly Attachment[];
}

/**
 * Reads one field's value as sent and brings it into the stored form: numbers in plain digits, times in UTC minutes,
 * upload keys turned into attachments. Values that are malformed are reported; a wrong JSON shape is CB_IJ01.
 */
export const readValue = (field: Field, raw: unknown, place: Place, context: ReadContext): Value => {
  switch (field.type) {
    case "NUMBER":
      return readNumber(readText(raw, place), place, context);
    case "CALC":
      return plainNumber(readText(raw, place));
    case "DATE":
      return readDate(readText(raw, place), place, context);
    case "TIME":
      return readFormatted(readText(raw, place), parseTime, "must be a time such as 09:30", place, context);
    case "DATETIME":
      return readInstant(readText(raw, place), place, context);
    case "CHECK_BOX":
    case "MULTI_SELECT":
      return readList(raw, place).map((item) => readText(item, place));
    case "FILE":
      return readList(raw, place).map((item) => readAttachment(item, place, context));
    default: {
      const kind = entityKind(field.type);
      if (kind === undefined) return readText(raw, place);
      return readList(raw, place).map((item) => readEntity(kind, item, place, context));
    }
  }
};

/** A list as sent; null is empty. */
export const readList = (raw: unknown, place: Pick<Place, "path">): readonly unknown[] => {
  if (raw === null || raw === undefined) return [];
  if (!Array.isArray(raw)) throw invalidJson(`${place.path}.value must be an array.`);
  return raw;
};

/** A user, group or organization as sent (`{ code }`); one that does not exist is refused. */
export const readEntity = (
  kind: EntityKind,
  raw: unknown,
  place: Pick<Place, "path">,
  context: Pick<ReadContext, "store">,
): Entity => {
  const code = typeof raw === "object" && raw !== null && "code" in raw ? raw.code : undefined;
  if (typeof code !== "string") throw invalidJson(`${place.path}.value must hold objects with a code.`);
  const entity = context.store.directory.find(kind, code);
  if (entity === undefined)
    throw new KintoneError(400, UNKNOWN_ENTITY_CODES[kind], `${kind} with code ${code} does not exist.`);
  return entity;
};

/** What a select field names; undefined for fields of other types. */
export const entityKind = (type: string): EntityKind | undefined => ENTITY_KINDS[type];

const ENTITY_KINDS: Readonly<Record<string, EntityKind>> = {
  USER_SELECT: "USER",
  GROUP_SELECT: "GROUP",
  ORGANIZATION_SELECT: "ORGANIZATION",
};

const UNKNOWN_ENTITY_CODES = { USER: "GAIA_IL26", GROUP: "GAIA_IL27", ORGANIZATION: "GAIA_IL28" } as const;

const readText = (raw: unknown, place: Place): string => {
  if (raw === null || raw === undefined) return "";
  if (typeof raw === "string") return raw;
  if (typeof raw === "number") return String(raw);
  throw invalidJson(`${place.path}.value must be text.`);
};

const readNumber = (text: string, place: Place, context: ReadContext): string => {
  if (text.trim() === "") return "";
  const number = normalizeNumber(text);
  if (number === undefined && place.numberPath !== undefined)
    context.errors.add(`${place.numberPath}.value`, "Only numbers are possible here.");
  return number ?? "";
};

/** A calculated number in plain digits; a calculated time, which is none, as it is. */
const plainNumber = (text: string): string => normalizeNumber(text) ?? text;

const readDate = (text: string, place: Place, context: ReadContext): string =>
  readFormatted(
    text,
    (date) => {
      const day = parseDate(date);
      return day === undefined ? undefined : dateText(day);
    },
    "must be a date such as 2026-01-31",
    place,
    context,
  );

const readInstant = (text: string, place: Place, context: ReadContext): string =>
  readFormatted(
    text,
    (time) => {
      const instant = parseInstant(time, context.store.timeZone);
      return instant === undefined ? undefined : utcMinute(instant);
    },
    "must be a date and time such as 2026-01-31T09:30:00Z",
    place,
    context,
  );

const readFormatted = (
  text: string,
  parse: (text: string) => string | undefined,
  expectation: string,
  place: Place,
  context: ReadContext,
): string => {
  if (text === "") return "";
  const parsed = parse(text);
  if (parsed === undefined) context.errors.add(`${place.path}.value`, `The value ${expectation}.`);
  return parsed ?? "";
};

const readAttachment = (raw: unknown, place: Place, context: ReadContext): Attachment => {
  const fileKey = typeof raw === "object" && raw !== null && "fileKey" in raw ? raw.fileKey : undefined;
  if (typeof fileKey !== "string") throw invalidJson(`${place.path}.value must hold objects with a fileKey.`);
  const attachment =
    place.attached.find((kept) => kept.fileKey === fileKey) ??
    context.store.files.attach(fileKey, context.appId, context.journal);
  if (attachment === undefined) throw fileNotFound(fileKey);
  return attachment;
};
