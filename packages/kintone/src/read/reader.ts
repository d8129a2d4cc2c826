import { type ToolError, ToolFailure, toolError } from "@tsunagu/core";
import type { Result } from "neverthrow";
import type { KintoneClient } from "../http/client.ts";
import type { KintoneSession } from "../session.ts";
import type { KintoneRecord } from "./record.ts";

/** What to read from which app, and how each call is made. */
export interface ReadOptions {
  readonly app: string;
  /** Field codes; undefined for all. `$id` is added. */
  readonly fields?: readonly string[] | undefined;
  /** Also counts all records that match. */
  readonly includeTotalCount?: boolean;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number | undefined;
}

/** One answer of kintone. */
export interface Page {
  readonly strategy: "record_id" | "cursor" | "offset";
  /** The reader's own copy, and not looked at again: who is done with it may empty it. */
  readonly records: KintoneRecord[];
  /** The query as sent. */
  readonly query: string;
  /** Most records that were asked for. */
  readonly limit: number;
  /** undefined where pages are not numbered from the start. */
  readonly offset: number | undefined;
  /** How many records match in all, where that was asked. */
  readonly totalCount?: number | undefined;
}

/** Makes the calls of one read and counts them. */
export interface Reader {
  readonly session: KintoneSession;
  readonly options: ReadOptions;
  readonly fields: string[] | undefined;
  readonly requests: number;
  /** What kintone has warned of, each once: that a search stopped at 100,000 hits, for one. */
  readonly warnings: readonly string[];
  /** Makes one call. Throws its ToolError as a ToolFailure. */
  call<T>(operation: string, call: (client: KintoneClient) => Promise<T>, options?: CallVariation): Promise<T>;
  /** One `GET records.json`. */
  page(query: string, limit: number): Promise<{ records: KintoneRecord[]; totalCount: number | undefined }>;
}

/** Where a call differs from the others of its read. */
interface CallVariation {
  readonly signal?: AbortSignal;
  readonly repeatable?: boolean;
}

/** Makes a reader. Contacts nobody. */
export const createReader = (session: KintoneSession, options: ReadOptions): Reader => {
  const { app, signal, timeoutMs, includeTotalCount } = options;
  const fields = options.fields === undefined ? undefined : [...new Set([...options.fields, "$id"])];
  let requests = 0;
  const warnings = new Set<string>();
  const onWarning = (warning: string): void => void warnings.add(warning);
  const call: Reader["call"] = async (operation, make, variation = {}) => {
    requests++;
    return orThrow(
      await session.request(operation, make, { signal, timeoutMs, repeatable: true, onWarning, ...variation }),
    );
  };
  return {
    session,
    options,
    fields,
    get requests() {
      return requests;
    },
    get warnings() {
      return [...warnings];
    },
    call,
    page: async (query, limit) => {
      const totalCount = includeTotalCount === true && requests === 0;
      const answer = await call("getRecords", (client) =>
        client.record.getRecords({ app, query, ...(fields && { fields }), ...(totalCount && { totalCount }) }),
      );
      return {
        records: checkedRecords(answer.records, limit),
        totalCount: totalCount ? countOf(answer.totalCount) : undefined,
      };
    },
  };
};

/** The records of an answer, if it has them and not more than were asked for. */
export const checkedRecords = (records: unknown, limit: number): KintoneRecord[] => {
  if (Array.isArray(records) && records.length <= limit) return records;
  throw new ToolFailure(toolError("upstream", "kintone's answer does not hold the records that were asked for."));
};

/** A count that kintone answers as text. */
export const countOf = (count: string | null | undefined): number | undefined =>
  count === null || count === undefined ? undefined : Number(count);

/** A result's value; its error is thrown as a ToolFailure, for code that can only throw. */
export const orThrow = <T>(result: Result<T, ToolError>): T => {
  if (result.isErr()) throw new ToolFailure(result.error);
  return result.value;
};
