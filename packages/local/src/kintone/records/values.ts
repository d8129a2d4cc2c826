/** A user, group or organization named by a field. */
export interface Entity {
  readonly code: string;
  readonly name: string;
}

/** An attachment as a record shows it; `size` is bytes in text, as kintone gives it. */
export interface Attachment {
  readonly fileKey: string;
  readonly name: string;
  readonly contentType: string;
  readonly size: string;
}

/** A table row; `values` lie in the order of the table's fields. */
export interface Row {
  readonly id: number;
  readonly values: readonly Value[];
}

/** What a field holds. Text covers every scalar: numbers, dates and choices are text in kintone. */
export type Value = string | readonly string[] | readonly Entity[] | readonly Attachment[] | readonly Row[];

/** A record, never changed in place; `values` lie in the order of the app's value fields. Times are epoch milliseconds. */
export interface StoredRecord {
  readonly id: number;
  readonly revision: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly creator: Entity;
  readonly modifier: Entity;
  readonly status: string;
  readonly assignees: readonly Entity[];
  readonly values: readonly Value[];
}

/** The text of a scalar field; lists have none. */
export const textOf = (value: Value | undefined): string => (typeof value === "string" ? value : "");

/** The chosen labels of a check-box or multi-choice field. */
export const labelsOf = (value: Value | undefined): string[] =>
  itemsOf(value).filter((item) => typeof item === "string");

/** The users, groups or organizations of a select field. */
export const entitiesOf = (value: Value | undefined): Entity[] => itemsOf(value).filter(isEntity);

/** The attachments of a FILE field. */
export const attachmentsOf = (value: Value | undefined): Attachment[] => itemsOf(value).filter(isAttachment);

/** The rows of a SUBTABLE field. */
export const rowsOf = (value: Value | undefined): Row[] => itemsOf(value).filter(isRow);

/** Nothing entered: empty text or an empty list. */
export const isEmptyValue = (value: Value | undefined): boolean => value === undefined || value.length === 0;

type Item = string | Entity | Attachment | Row;

const itemsOf = (value: Value | undefined): readonly Item[] =>
  value === undefined || typeof value === "string" ? [] : value;
const isEntity = (item: Item): item is Entity => typeof item === "object" && "code" in item;
const isAttachment = (item: Item): item is Attachment => typeof item === "object" && "fileKey" in item;
const isRow = (item: Item): item is Row => typeof item === "object" && "values" in item;
