import type { ToolContext, ToolError } from "@tsunagu/core";
import { ok, type ResultAsync } from "neverthrow";
import type { KintoneClient } from "../http/client.ts";
import { orThrow } from "../read/reader.ts";
import { type KintoneSession, type RequestOptions, settle } from "../session.ts";
import { checkAtomic } from "./upsert.ts";
import { inHundreds } from "./upsert-chunks.ts";
import { bulkError, type JsonRow, writeError } from "./upsert-failure.ts";

/** A change to many records, 100 a request. */
export interface ChunkedWrite<Item, Done extends JsonRow> extends Omit<RequestOptions, "repeatable"> {
  /** The API's name, for errors. */
  readonly operation: string;
  readonly verb: "changed" | "deleted";
  /** All items or none, at most 2,000. */
  readonly atomic: boolean;
  /** Makes one request. */
  send(client: KintoneClient, items: readonly Item[]): Promise<unknown>;
  /** The same request as part of a bulk request. */
  request(items: readonly Item[]): BulkPart;
  /** What became of an item, from its request's answer and its place in the request. */
  read(item: Item, answer: unknown, index: number): Done;
}

/** One request of a bulk request. */
export interface BulkPart {
  readonly method: "POST" | "PUT" | "DELETE";
  readonly endpointName: "record" | "records" | "record/status" | "records/status" | "record/assignees";
  readonly payload: object;
}

/**
 * Makes a change to many records, in order. Errors: `partial` when requests before the failing one were carried out;
 * `unsupported` and `too_large` for what cannot be atomic.
 */
export const writeInChunks = <Item extends { readonly row: number }, Done extends JsonRow>(
  items: readonly Item[],
  write: ChunkedWrite<Item, Done>,
  context: ToolContext<KintoneSession>,
): ResultAsync<readonly Done[], ToolError> => {
  const chunks = inHundreds(items).map((rows) => ({ rows }));
  return (write.atomic ? checkAtomic(chunks, items.length, context.session) : ok(undefined)).asyncAndThen(() =>
    write.atomic && chunks.length > 1 ? together(chunks, write, context) : inTurn(chunks, write, context),
  );
};

type Chunk<Item> = { readonly rows: readonly Item[] };

const together = <Item extends { readonly row: number }, Done extends JsonRow>(
  chunks: readonly Chunk<Item>[],
  { signal, timeoutMs, ...write }: ChunkedWrite<Item, Done>,
  { session }: ToolContext<KintoneSession>,
): ResultAsync<readonly Done[], ToolError> =>
  session
    .request(
      "bulkRequest",
      (client) => client.bulkRequest({ requests: chunks.map(({ rows }) => write.request(rows)) }),
      { signal, timeoutMs, repeatable: false },
    )
    .map(({ results }) =>
      chunks.flatMap(({ rows }, index) => rows.map((row, place) => write.read(row, results[index], place))),
    )
    .mapErr((error) => bulkError(error, chunks));

const inTurn = <Item extends { readonly row: number }, Done extends JsonRow>(
  chunks: readonly Chunk<Item>[],
  { operation, verb, signal, timeoutMs, ...write }: ChunkedWrite<Item, Done>,
  { session, report }: ToolContext<KintoneSession>,
): ResultAsync<readonly Done[], ToolError> =>
  settle(async () => {
    const done: Done[] = [];
    const total = chunks.reduce((sum, { rows }) => sum + rows.length, 0);
    for (const [index, chunk] of chunks.entries()) {
      const answer = await session.request(operation, (client) => write.send(client, chunk.rows), {
        signal,
        timeoutMs,
        repeatable: false,
      });
      const progress = { done, failed: chunk, notSent: chunks.slice(index + 1) };
      const value = orThrow(answer.mapErr((error) => writeError(error, progress, verb)));
      done.push(...chunk.rows.map((row, place) => write.read(row, value, place)));
      report({ message: `${done.length} of ${total} records ${verb}`, done: done.length, total });
    }
    return done;
  });
