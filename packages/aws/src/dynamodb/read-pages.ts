import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { type JsonObject, type Progress, type ToolError, ToolFailure, toolError, toToolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { ResultAsync } from "neverthrow";
import { jsonItem } from "./schema.ts";
import { fromAttributes, type ItemFormat } from "./values.ts";

/** How far a query or a scan goes. */
export const pageFields = () => ({
  limit: z.int().min(1).max(100_000).default(1000).describe("Most items that one request looks at, before the filter."),
  max_items: z.int().min(1).max(10_000).default(100).describe("Most items to return; pages are read until then."),
  max_pages: z
    .int()
    .min(1)
    .max(1000)
    .default(50)
    .describe("Most requests to send (1 MB each at most), however few items the filter lets through."),
});

/** What a query or a scan answers. */
export const pagesOutput = () => ({
  Items: z.array(jsonItem()),
  Count: z.int().describe("Items returned."),
  ScannedCount: z.int().describe("Items looked at, before the filter."),
  LastEvaluatedKey: jsonItem()
    .nullable()
    .describe("Where to go on (exclusive_start_key), as typed JSON; null when everything was seen."),
});

interface PagesAnswer {
  readonly Items: JsonObject[];
  readonly Count: number;
  readonly ScannedCount: number;
  readonly LastEvaluatedKey: JsonObject | null;
}

type Attributes = Record<string, AttributeValue>;

interface Page {
  readonly Items?: Attributes[] | undefined;
  readonly ScannedCount?: number | undefined;
  readonly LastEvaluatedKey?: Attributes | undefined;
}

interface PagesRequest {
  readonly limit: number;
  readonly max_items: number;
  readonly max_pages: number;
  readonly filter_expression?: string | undefined;
  readonly item_format: ItemFormat;
}

/**
 * Reads page after page until max_items or max_pages. A page that holds more items than are still wanted is asked for again
 * with half the limit, so that LastEvaluatedKey is exactly where the answer ends and nothing is left out. When a later page
 * fails the error is `partial`: `done` holds what was read, `remaining` where to go on.
 */
export const readPages = (
  request: PagesRequest,
  call: { report(progress: Progress): void },
  start: Attributes | undefined,
  ask: (from: Attributes | undefined, limit: number) => ResultAsync<Page, ToolError>,
): ResultAsync<PagesAnswer, ToolError> => {
  const answerOf = (items: readonly Attributes[], scanned: number, from: Attributes | undefined): PagesAnswer => ({
    Items: items.map((item) => fromAttributes(item, request.item_format)),
    Count: items.length,
    ScannedCount: scanned,
    LastEvaluatedKey: from === undefined ? null : fromAttributes(from, "typed"),
  });
  const read = async (): Promise<PagesAnswer> => {
    const items: Attributes[] = [];
    let scanned = 0;
    let from = start;
    let limit = request.limit;
    for (let pages = 0; pages < request.max_pages; ) {
      const wanted = request.max_items - items.length;
      const answer = await ask(from, request.filter_expression === undefined ? Math.min(limit, wanted) : limit);
      if (answer.isErr()) {
        throw new ToolFailure(pages === 0 ? answer.error : stoppedMidway(answer.error, answerOf(items, scanned, from)));
      }
      const { Items: found = [], ScannedCount = found.length, LastEvaluatedKey } = answer.value;
      if (found.length > wanted) {
        limit = Math.max(1, Math.floor(ScannedCount / 2));
        continue;
      }
      pages += 1;
      items.push(...found);
      scanned += ScannedCount;
      from = LastEvaluatedKey;
      call.report({ message: `Read ${items.length} items`, done: items.length, total: request.max_items });
      if (from === undefined || items.length === request.max_items) break;
    }
    return answerOf(items, scanned, from);
  };
  return ResultAsync.fromPromise(read(), (thrown) =>
    toToolError(thrown, () => toolError("internal", "A page could not be read.")),
  );
};

const stoppedMidway = (error: ToolError, { LastEvaluatedKey, ...done }: PagesAnswer): ToolError =>
  toolError("partial", `${done.Count} items are read, then a page could not be: ${error.message}`, {
    retryable: error.retryable,
    hint: "Go on with partial.remaining.exclusive_start_key.",
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
    ...(error.origin === undefined ? {} : { origin: error.origin }),
    partial: { done, failed: { code: error.code }, remaining: { exclusive_start_key: LastEvaluatedKey } },
  });
