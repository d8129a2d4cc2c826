import { pipeline } from "node:stream/promises";
import { ToolFailure, toolError } from "@tsunagu/core";
import { exportRecords, type RecordFormat, readFieldCodes, type TextEncoding } from "@tsunagu/kintone";
import { writeNewFile } from "../../files/write-new-file.ts";
import { note, printJson } from "../../output/print.ts";
import { progressBar } from "../../output/progress-bar.ts";
import { type SessionOptions, withSession } from "./with-session.ts";

export interface ExportCommandOptions extends SessionOptions {
  readonly query: string;
  readonly fields?: string;
  readonly format: RecordFormat;
  readonly encoding: TextEncoding;
  readonly attachmentsDir?: string;
  readonly maxRecords?: number;
  readonly out: string;
}

/** Exports an app's records to a file or to standard output, and says how many there were. */
export const exportCommand = (options: ExportCommandOptions): Promise<void> =>
  withSession(options, async (session, signal) => {
    const { app, query, format, encoding, attachmentsDir, maxRecords, out } = options;
    const fields = readFieldCodes(options.fields);
    if (fields.isErr()) throw new ToolFailure(fields.error);
    const bar = progressBar(process.stderr, process.env);
    const { body, summary } = exportRecords(session, {
      ...{ app, query, fields: fields.value, format, encoding, attachmentsDir, maxRecords, signal },
      timeoutMs: options.requestTimeout * 1000,
      onProgress: ({ done, total }) => {
        const of = total === undefined ? "" : ` of ${total.toLocaleString("en")}`;
        bar.show({ done, total, text: `${done.toLocaleString("en")}${of} records` });
      },
    });
    try {
      if (out === "-") await pipeline(body, process.stdout, { signal, end: false });
      else await writeNewFile(out, body, signal);
    } catch (thrown) {
      throw signal.aborted && !(thrown instanceof ToolFailure) ? stopped() : thrown;
    } finally {
      bar.clear();
    }
    const { records, truncated, lastRecordId } = summary;
    const last_record_id = lastRecordId ?? null;
    if (out !== "-") printJson({ app_id: app, out, records, truncated, last_record_id });
    else if (truncated) note(`More records match; the last one was ${last_record_id}.`);
  });

const stopped = (): ToolFailure => new ToolFailure(toolError("aborted", "The export was stopped."));
