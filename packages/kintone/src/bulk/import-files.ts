import { createReadStream } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { basename, join, sep } from "node:path";
import { isObject, ToolFailure, toolError } from "@tsunagu/core";
import type { FormField } from "../fields/form-fields.ts";
import { orThrow } from "../read/reader.ts";
import type { KintoneSession } from "../session.ts";
import { maxFileBytes, uploadFile } from "../transfer/upload.ts";
import type { RecordData } from "../write/record-data.ts";

/** A file that a row names: its path below the attachments directory. */
export interface LocalFile {
  readonly path: string;
}

type Fields = Readonly<Record<string, FormField>>;

/** The same record with each file that is named by a path replaced. `field` is its place, such as `Lines.0.Scan`. */
export const mapFiles = (
  record: RecordData,
  form: Fields,
  replace: (file: LocalFile, field: string) => unknown,
): RecordData => mapFields(record, form, replace, "");

const mapFields = (
  record: Readonly<Record<string, unknown>>,
  form: Fields,
  replace: (file: LocalFile, field: string) => unknown,
  before: string,
): RecordData =>
  Object.fromEntries(
    Object.entries(record).map(([code, field]) => {
      const value = isObject(field) ? field["value"] : undefined;
      const { type, fields = {} } = form[code] ?? {};
      const place = `${before}${code}`;
      if (!Array.isArray(value)) return [code, { value }];
      if (type === "FILE") return [code, { value: value.map((item) => (isLocal(item) ? replace(item, place) : item)) }];
      if (type !== "SUBTABLE") return [code, { value }];
      const rows = value.map((row: unknown, index) =>
        isObject(row) && isObject(row["value"])
          ? { ...row, value: mapFields(row["value"], fields, replace, `${place}.${index}.`) }
          : row,
      );
      return [code, { value: rows }];
    }),
  );

const isLocal = (item: unknown): item is LocalFile => isObject(item) && typeof item["path"] === "string";

/** For checks of form alone: files as they will be once they are uploaded. */
export const withoutPaths = (record: RecordData, form: Fields): RecordData =>
  mapFiles(record, form, ({ path }) => ({ fileKey: path }));

/** What uploading needs. */
export interface UploadOptions {
  readonly attachmentsDir: string;
  readonly signal: AbortSignal;
  readonly timeoutMs: number | undefined;
}

/**
 * Uploads the files that a record names, each from inside the attachments directory, and answers with the record to send.
 * Throws a ToolFailure: `not_found`, `forbidden` (a path that leads out) and `too_large`, which are problems of the row.
 */
export const uploadFiles = async (
  record: RecordData,
  form: Fields,
  session: KintoneSession,
  options: UploadOptions,
): Promise<RecordData> => {
  const uploaded = new Map<LocalFile, string>();
  const named: LocalFile[] = [];
  mapFiles(record, form, (file) => named.push(file));
  for (const file of named) uploaded.set(file, await uploadOne(file, session, options));
  return mapFiles(record, form, (file) => ({ fileKey: uploaded.get(file) }));
};

const uploadOne = async (
  { path }: LocalFile,
  session: KintoneSession,
  { attachmentsDir, ...options }: UploadOptions,
): Promise<string> => {
  const root = await realpath(attachmentsDir);
  const real = await realpath(join(root, path)).catch(() => undefined);
  if (real === undefined) throw new ToolFailure(toolError("not_found", `there is no file ${path}`));
  if (!real.startsWith(root.endsWith(sep) ? root : root + sep))
    throw new ToolFailure(toolError("forbidden", `the file ${path} is not in the attachments directory`));
  const { size } = await stat(real);
  if (size === 0 || size > maxFileBytes)
    throw new ToolFailure(toolError("too_large", `the file ${path} takes ${size} bytes; kintone takes 1 to 1 GiB`));
  const file = { name: basename(path), mediaType: "application/octet-stream", size, body: createReadStream(real) };
  return orThrow(await uploadFile(session, file, options));
};
