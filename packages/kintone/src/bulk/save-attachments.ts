import { isObject, ToolFailure, toolError } from "@tsunagu/core";
import { isTable } from "../present/flatten.ts";
import { orThrow } from "../read/reader.ts";
import { type KintoneRecord, recordId } from "../read/record.ts";
import type { KintoneSession } from "../session.ts";
import { type DownloadTarget, downloadInto } from "./download-into.ts";

/** Where attachments go, and how they are fetched. */
export interface AttachmentOptions {
  readonly app: string;
  readonly target: DownloadTarget;
  readonly signal: AbortSignal;
  readonly timeoutMs: number | undefined;
}

/**
 * Downloads the attachments of a record as cli-kintone does, to `<field code>-<record id>/<name>`, and those in tables to
 * `<field code>-<record id>-<row, counted from 0>/<name>`. Answers with the record, each file with its `path` below the
 * directory. Throws a ToolFailure that names the record, field and file.
 *
 * @see cli-kintone, record export, Attachment
 */
export const saveAttachments = async (
  record: KintoneRecord,
  session: KintoneSession,
  options: AttachmentOptions,
): Promise<KintoneRecord> => {
  const id = recordId(record);
  const saved: [string, KintoneRecord[string]][] = [];
  for (const [code, field] of Object.entries(record)) {
    if (isTable(field.type, field.value)) {
      const rows = [];
      for (const [index, row] of field.value.entries()) {
        const cells = Object.entries(row.value);
        const value = await saveFields(cells, { record, table: code, suffix: `${id}-${index}` }, session, options);
        rows.push({ ...row, value });
      }
      saved.push([code, { ...field, value: rows }]);
    } else {
      const own = await saveFields([[code, field]], { record, table: undefined, suffix: `${id}` }, session, options);
      saved.push(...Object.entries(own));
    }
  }
  return Object.fromEntries(saved);
};

/** Where fields stand: in a record or in a row of one of its tables. */
interface Place {
  readonly record: KintoneRecord;
  readonly table: string | undefined;
  readonly suffix: string;
}

const saveFields = async (
  fields: readonly (readonly [string, KintoneRecord[string]])[],
  place: Place,
  session: KintoneSession,
  options: AttachmentOptions,
): Promise<KintoneRecord> => {
  const saved: [string, KintoneRecord[string]][] = [];
  for (const [code, field] of fields) {
    if (field.type !== "FILE" || !Array.isArray(field.value)) {
      saved.push([code, field]);
      continue;
    }
    const files = [];
    for (const [index, file] of field.value.entries()) {
      const path = await saveFile(file, { ...place, code, index }, session, options);
      files.push({ ...file, path });
    }
    saved.push([code, { ...field, value: files }]);
  }
  return Object.fromEntries(saved);
};

interface FilePlace extends Place {
  readonly code: string;
  readonly index: number;
}

const saveFile = async (
  file: unknown,
  place: FilePlace,
  session: KintoneSession,
  options: AttachmentOptions,
): Promise<string> => {
  const { name, fileKey } = isObject(file) ? file : {};
  const where = `record ${recordId(place.record)}, field ${place.code}, file ${String(name)}`;
  const folder = `${place.code}-${place.suffix}`;
  const fetched = (key: unknown): Promise<string> =>
    downloadInto(options.target, { folder, name: String(name), fileKey: String(key) }, session, options);
  try {
    return await fetched(fileKey).catch(async (thrown: unknown) => {
      if (!(thrown instanceof ToolFailure) || thrown.error.code !== "not_found") throw thrown;
      return fetched(await presentKey(place, String(name), thrown, session, options));
    });
  } catch (thrown) {
    if (!(thrown instanceof ToolFailure)) throw thrown;
    const { code, message, ...more } = thrown.error;
    throw new ToolFailure(toolError(code, `${where}: ${message}`, more));
  }
};

/** The file's key now: keys change when a record is saved. Throws the given failure when the file is no longer there. */
const presentKey = async (
  { record, table, suffix, code, index }: FilePlace,
  name: string,
  gone: ToolFailure,
  session: KintoneSession,
  { app, signal, timeoutMs }: AttachmentOptions,
): Promise<unknown> => {
  const query = `$id = ${recordId(record)} limit 1`;
  const read = session.request("getRecords", (client) => client.record.getRecords({ app, query }), {
    signal,
    timeoutMs,
    repeatable: true,
  });
  const [present] = orThrow(await read).records as readonly KintoneRecord[];
  const rows = table === undefined ? undefined : present?.[table]?.value;
  const row = Array.isArray(rows) ? rows[Number(suffix.split("-")[1])]?.value : present;
  const files: unknown = row?.[code]?.value;
  const same = Array.isArray(files) ? (files[index] ?? files.find((file) => file?.name === name)) : undefined;
  if (!isObject(same) || same["name"] !== name) throw gone;
  return same["fileKey"];
};
