import { type ToolError, ToolFailure, toolError } from "@tsunagu/core";
import { pageSize } from "./plan.ts";
import { checkedRecords, countOf, type Page, type Reader } from "./reader.ts";

const closingTimeMs = 3000;

/**
 * Pages through a cursor, which keeps the order of any number of records. Calls are one at a time for the whole domain.
 * The cursor is closed whenever it was not read to its end: after an error, an abort, or when the caller has enough.
 *
 * @see kintone REST API, Create Cursor
 */
export async function* pagesByCursor(reader: Reader, query: string): AsyncGenerator<Page, void> {
  const { session, options, fields } = reader;
  const { cursors, cursorCalls } = session.transport.domain;
  const { app, signal } = options;
  const inTurn = async <T>(turn: AbortSignal, call: () => Promise<T>): Promise<T> => {
    const exit = await cursorCalls.enter(turn);
    return call().finally(exit);
  };

  const giveBack = await cursors.enter(signal);
  let open: string | undefined;
  try {
    const created = await inTurn(signal, () =>
      reader.call("createCursor", (client) =>
        client.record.createCursor({ app, query, size: pageSize, ...(fields && { fields }) }),
      ),
    );
    const { id } = created;
    open = id;
    const totalCount = options.includeTotalCount ? countOf(created.totalCount) : undefined;
    while (open !== undefined) {
      // An answer that is lost takes its records with it: the cursor has moved on. So it is never asked again.
      const page = await inTurn(signal, () =>
        reader.call("getRecordsByCursor", (client) => client.record.getRecordsByCursor({ id }), { repeatable: false }),
      ).catch(startAgain);
      if (!page.next) open = undefined;
      yield {
        strategy: "cursor",
        records: checkedRecords(page.records, pageSize),
        query,
        limit: pageSize,
        offset: undefined,
        totalCount,
      };
    }
  } finally {
    if (open !== undefined) {
      const id = open;
      const closing = AbortSignal.timeout(closingTimeMs);
      await inTurn(closing, () =>
        reader.call("deleteCursor", (client) => client.record.deleteCursor({ id }), { signal: closing }),
      ).catch((cause: unknown) =>
        session.logger.warn({ cause }, "A kintone cursor was not closed; it expires after ten minutes"),
      );
    }
    giveBack();
  }
}

/** A cursor that broke: the read changes nothing, so all of it may be made again. */
const startAgain = (thrown: unknown): never => {
  if (!(thrown instanceof ToolFailure) || !lost.has(thrown.error.code)) throw thrown;
  const { code, message, ...more } = thrown.error;
  throw new ToolFailure(
    toolError(code, message, { ...more, retryable: true, hint: "Run the query again; it changes nothing." }),
  );
};

const lost: ReadonlySet<ToolError["code"]> = new Set(["unavailable", "upstream", "timeout"]);
