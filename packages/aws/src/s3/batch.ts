import { type JsonValue, type ToolError, toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { err, ok, type Result, ResultAsync } from "neverthrow";

/** What to do when some files of a batch fail. */
export const onFileError = () =>
  z
    .enum(["fail", "report"])
    .default("fail")
    .describe(
      "When some files fail: `fail` with code partial, or `report` them in results as if the call had succeeded.",
    );

interface BatchEntry {
  readonly index: number;
  readonly status: "ok" | "failed";
}

export interface BatchAnswer<Entry extends BatchEntry> {
  readonly count: number;
  readonly ok: number;
  readonly failed: number;
  readonly results: Entry[];
}

/** Does work for each item, a few at a time, in order of the items in the answer. What is not begun at an abort stays undone. */
export const forEachOf = <Item, Entry>(
  items: readonly Item[],
  atOnce: number,
  signal: AbortSignal,
  work: (item: Item, index: number) => Promise<Entry>,
): ResultAsync<(Entry | undefined)[], never> => {
  const results = new Array<Entry | undefined>(items.length).fill(undefined);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length && !signal.aborted; index = next++) {
      results[index] = await work(items[index] as Item, index);
    }
  };
  return ResultAsync.fromSafePromise(Promise.all(Array.from({ length: atOnce }, worker)).then(() => results));
};

/** The answer of a batch; a ToolError `partial` when something failed and the caller did not ask for a report. */
export const settleBatch = <Entry extends BatchEntry>(
  entries: readonly (Entry | undefined)[],
  onError: "fail" | "report",
): Result<BatchAnswer<Entry>, ToolError> => {
  const results = entries.filter((entry): entry is Entry => entry !== undefined);
  const failed = results.filter((entry) => entry.status === "failed");
  const remaining = entries.flatMap((entry, index) => (entry === undefined ? [index] : []));
  const done = results.length - failed.length;
  if (remaining.length === 0 && (failed.length === 0 || onError === "report")) {
    return ok({ count: entries.length, ok: done, failed: failed.length, results });
  }
  const partial = {
    done: results.filter((entry) => entry.status === "ok") as unknown as JsonValue,
    failed: failed as unknown as JsonValue,
    remaining,
  };
  return err(
    toolError("partial", `${failed.length} of ${entries.length} files failed, ${done} are done.`, { partial }),
  );
};
