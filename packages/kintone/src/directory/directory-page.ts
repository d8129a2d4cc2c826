import { isObject, type JsonObject, type ToolContext, type ToolError, toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { err, ok, type ResultAsync } from "neverthrow";
import { createHttpClient } from "../http/http-client.ts";
import { milliseconds } from "../schema.ts";
import { type KintoneSession, settle } from "../session.ts";

/** Most entries of one call of the User API. */
export const directoryPageSize = 100;

/** Codes to look up. */
export const codesInput = () => z.array(z.string().min(1).max(128)).min(1).max(directoryPageSize).optional();

/** One code. */
export const codeInput = () => z.string().min(1).max(128).optional();

/** Where a page begins. */
export const directoryOffset = () =>
  z
    .int()
    .min(0)
    .max(10_000_000)
    .default(0)
    .describe("Entries to pass over at the start: the next_offset of the last answer.");

/** How long a page is. */
export const directoryLimit = () =>
  z.int().min(1).max(directoryPageSize).default(directoryPageSize).describe("Most entries to answer with.");

/** Where the next page begins. */
export const nextOffset = () =>
  z.int().nullable().describe("The offset to go on with; null when this was the last page.");

/** One call of the User API. */
export interface DirectoryRead {
  readonly operation: string;
  /** Under /v1/, such as `users`. */
  readonly api: string;
  readonly parameters: object;
  /** The answer's list, and what of each item is meant where it is wrapped: `userTitles` holds `{ user, title }`. */
  readonly list: string;
  readonly inner?: string;
  /** The call gives all at once, whatever the limit. */
  readonly whole?: boolean;
  readonly offset: number;
  readonly limit: number;
  readonly request_timeout?: number | undefined;
}

/** A page of users, groups or organizations. */
export interface DirectoryPage {
  readonly entries: readonly Readonly<Record<string, unknown>>[];
  readonly next_offset: number | null;
}

/**
 * Reads a page of the domain's directory.
 *
 * @see cybozu.com common administration, User API
 */
export const readDirectory = (
  { operation, api, parameters, list, inner, whole, offset, limit, request_timeout }: DirectoryRead,
  { session, signal }: ToolContext<KintoneSession>,
): ResultAsync<DirectoryPage, ToolError> =>
  settle(() =>
    createHttpClient(session.transport, {
      operation,
      signal,
      timeoutMs: milliseconds(request_timeout),
      repeatable: true,
    }).get<JsonObject>(`/v1/${api}.json`, whole ? parameters : { ...parameters, offset, size: limit }),
  ).andThen((answer) => {
    const items: unknown = answer[list];
    if (!Array.isArray(items)) return err(toolError("upstream", `kintone's answer holds no ${list}.`));
    const entries = items.map((item: unknown) => (inner !== undefined && isObject(item) ? item[inner] : item));
    if (!entries.every(isObject)) return err(toolError("upstream", `kintone's answer holds ${list} of another form.`));
    const page = whole ? entries.slice(offset, offset + limit) : entries;
    const more = whole ? entries.length > offset + limit : entries.length === limit;
    return ok({ entries: page, next_offset: more ? offset + limit : null });
  });

/** A text of an entry; null when there is none. */
export const textOf = (value: unknown): string | null =>
  (typeof value === "string" && value !== "") || typeof value === "number" ? String(value) : null;
