/**
 * The part of zod that tool schemas are written with, as one small module: zod as it is published loads 95 files, the
 * messages of fifty languages among them, in five times the time and memory. Schemas made with either are alike.
 *
 * @see docs/decisions/0006-one-file-of-zod.md
 */
export type * from "zod";
export {
  array,
  base64,
  boolean,
  discriminatedUnion,
  enum,
  int,
  iso,
  json,
  literal,
  looseObject,
  null,
  number,
  object,
  record,
  strictObject,
  string,
  union,
  unknown,
  url,
  uuid,
} from "zod";
