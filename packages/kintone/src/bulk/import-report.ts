import { type FileHandle, open } from "node:fs/promises";
import { isObject, ToolFailure, toolError } from "@tsunagu/core";
import type { RowProblem } from "./input-row.ts";

/** A file of the rows that were not imported. */
export interface ImportReport extends AsyncDisposable {
  /** Writes rows and waits until they are on the disk. Answers with the bytes that the report takes. */
  append(problems: readonly RowProblem[]): Promise<number>;
}

/**
 * Opens a report of JSON Lines. A new one must not exist (`conflict`); with `keep` it is one that goes on after so
 * many bytes (`conflict` when it has fewer), what follows them being of rows that are about to be checked again.
 * Without a path nothing is written.
 */
export const openReport = async (path: string | undefined, keep: number | undefined): Promise<ImportReport> => {
  if (path === undefined) return { append: async () => 0, [Symbol.asyncDispose]: async () => {} };
  const file = keep === undefined ? await create(path) : await goOn(path, keep);
  let bytes = keep ?? 0;
  return {
    append: async (problems) => {
      const text = problems.map((problem) => `${JSON.stringify(problem)}\n`).join("");
      await file.appendFile(text);
      await file.datasync();
      bytes += Buffer.byteLength(text);
      return bytes;
    },
    [Symbol.asyncDispose]: () => file.close(),
  };
};

const goOn = async (path: string, keep: number): Promise<FileHandle> => {
  const file = await open(path, "a+", 0o600);
  if ((await file.stat()).size >= keep) await file.truncate(keep);
  else {
    await file.close();
    const hint = "Name the report that the import began with.";
    throw new ToolFailure(toolError("conflict", `${path} is not the report of the import that goes on.`, { hint }));
  }
  return file;
};

const create = (path: string): Promise<FileHandle> =>
  open(path, "ax", 0o600).catch((cause: unknown) => {
    if (!isObject(cause) || cause["code"] !== "EEXIST") throw cause;
    const hint = "Name another report, or remove that file.";
    throw new ToolFailure(toolError("conflict", `The report ${path} exists and is not overwritten.`, { hint }));
  });
