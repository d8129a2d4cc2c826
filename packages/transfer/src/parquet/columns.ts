import type { FormField } from "@tsunagu/kintone";
import { day, exactText, groupOf, instant, listOf, type Member, type Shape, text, whole } from "./shape.ts";

/** A column of a Parquet file. */
export interface ParquetColumn {
  /** Code of the field that it holds; `$id` and `$revision` also. */
  readonly code: string;
  readonly name: string;
  readonly shape: Shape;
}

/** Names of the columns of record ids and revisions, as kintone calls these types: query engines take no `$`. */
export const [idColumn, revisionColumn] = ["__ID__", "__REVISION__"] as const;

/**
 * The column of a field. Numbers and calculated values are text, exactly as kintone has them: its numbers may have 30 digits with the
 * point anywhere, which no fixed decimal type holds. DATE is a day, date-times are instants in UTC, TIME is text. Choices are lists
 * of text; people, groups and files lists of groups; a table is a list of its rows, with their ids.
 *
 * @see Apache Parquet, Logical Types
 */
export const parquetColumn = (field: FormField): ParquetColumn => ({
  code: field.code,
  name: ownNames[field.code] ?? field.code,
  shape: shapeOf(field),
});

const ownNames: Readonly<Record<string, string>> = { $id: idColumn, $revision: revisionColumn };

const shapeOf = ({ type, fields = {} }: FormField): Shape => {
  if (type !== "SUBTABLE") return shapes[type] ?? text;
  const cells = Object.values(fields).map(
    (cell): Member => ({ name: cell.code, shape: shapeOf(cell), pick: ({ value }) => cellValue(value, cell.code) }),
  );
  return listOf(groupOf([{ name: idColumn, shape: whole, pick: ({ id }) => id }, ...cells]));
};

const cellValue = (cells: unknown, code: string): unknown =>
  (cells as Readonly<Record<string, { readonly value?: unknown } | undefined>> | undefined)?.[code]?.value;

const member = (name: string, shape: Shape = text): Member => ({ name, shape, pick: (given) => given[name] });
const somebody = groupOf([member("code"), member("name")]);
const file = groupOf([member("fileKey"), member("name"), member("contentType"), member("size", whole)]);

/** Types that are more than text. */
const shapes: Readonly<Record<string, Shape>> = {
  __ID__: whole,
  __REVISION__: whole,
  NUMBER: exactText,
  CALC: exactText,
  TIME: exactText,
  DATE: day,
  DATETIME: instant,
  CREATED_TIME: instant,
  UPDATED_TIME: instant,
  CHECK_BOX: listOf(text),
  MULTI_SELECT: listOf(text),
  CATEGORY: listOf(text),
  USER_SELECT: listOf(somebody),
  ORGANIZATION_SELECT: listOf(somebody),
  GROUP_SELECT: listOf(somebody),
  STATUS_ASSIGNEE: listOf(somebody),
  CREATOR: somebody,
  MODIFIER: somebody,
  FILE: listOf(file),
};
