import { isObject, toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { err, ok } from "neverthrow";
import { kintoneTool } from "../connector.ts";
import type { KintoneClient } from "../http/client.ts";
import { milliseconds, requestTimeout } from "../schema.ts";

const mostKeywords = 20;

const condition = () =>
  z.strictObject({
    operator: z.enum(["AND", "OR", "NOT"]).describe("AND: all keywords. OR: one of them. NOT: none of them."),
    keywords: z.array(z.string().min(1).max(50)).min(1).max(mostKeywords),
  });

const scope = () =>
  z.strictObject({
    scope: z.enum(["SPACE", "APP", "PEOPLE", "MESSAGE"]),
    ids: z
      .array(z.string().regex(/^[1-9]\d{0,17}$/, "has to be a positive whole number"))
      .min(1)
      .max(100)
      .optional()
      .describe("Space or app ids; without them all."),
    codes: z
      .array(z.string().min(1).max(128))
      .min(1)
      .max(100)
      .optional()
      .describe("Login names, for PEOPLE and MESSAGE; without them all."),
  });

const scopes = () =>
  z
    .array(scope())
    .min(1)
    .max(20)
    .superRefine((given, context) => {
      for (const [index, { scope: kind, ids, codes }] of given.entries()) {
        const byCode = kind === "PEOPLE" || kind === "MESSAGE";
        const wrong = byCode ? ids && "ids" : codes && "codes";
        if (wrong)
          context.addIssue({ code: "custom", path: [index, wrong], message: `is not taken by the scope ${kind}` });
      }
    })
    .optional();

const instant = () => z.iso.datetime({ offset: true }).max(40).optional();

const input = () =>
  z.strictObject({
    query: z
      .array(condition())
      .min(1)
      .max(20)
      .superRefine((conditions, context) => {
        const count = conditions.reduce((sum, { keywords }) => sum + keywords.length, 0);
        if (count > mostKeywords)
          context.addIssue({
            code: "custom",
            path: [],
            message: `has ${count} keywords in all; at most ${mostKeywords}`,
          });
        if (conditions.every(({ operator }) => operator === "NOT"))
          context.addIssue({ code: "custom", path: [], message: "needs at least one condition with AND or OR" });
      })
      .describe(
        'All of these have to hold, as [{"operator": "AND", "keywords": ["invoice", "May"]}]. At most 20 keywords in all.',
      ),
    types: z
      .array(
        z.enum([
          "RECORD",
          "RECORD_COMMENT",
          "SPACE",
          "THREAD",
          "THREAD_COMMENT",
          "PEOPLE_COMMENT",
          "MESSAGE_COMMENT",
          "ATTACHMENT",
        ]),
      )
      .min(1)
      .max(8)
      .optional()
      .describe("Kinds of things to find. Without it all."),
    scopes: scopes().describe('Where to search, as [{"scope": "APP", "ids": ["12"]}]. Without it everywhere.'),
    exclude_scopes: scopes().describe("Where not to search, written as scopes are."),
    created_after: instant().describe(
      "Only what was made at or after this time, as 2026-01-31T09:00:00Z or with an offset.",
    ),
    created_before: instant().describe("Only what was made at or before this time."),
    creators: z
      .array(z.string().min(1).max(128))
      .min(1)
      .max(20)
      .optional()
      .describe("Login names of those who made it."),
    sort: z
      .enum(["RELEVANCE", "CREATED_AT_DESC", "CREATED_AT_ASC"])
      .default("RELEVANCE")
      .describe("RELEVANCE: best first. CREATED_AT_DESC: newest first. CREATED_AT_ASC: oldest first."),
    limit: z.int().min(1).max(20).default(20).describe("Most hits to answer with."),
    page_token: z
      .string()
      .min(1)
      .max(4096)
      .optional()
      .describe("The next_page_token of the last answer; the rest of the input has to be the same."),
    request_timeout: requestTimeout(),
  });

/**
 * Searches all of kintone for words.
 *
 * @see kintone REST API, Search
 */
export const kintoneSearch = kintoneTool({
  name: "kintone_search",
  title: "Search all of kintone",
  description:
    "Searches everything the user may see in kintone for words: records, comments, spaces, threads, posts to people, messages and " +
    "attachments. Use it when the app is not known; within one app, kintone_get_records and kintone_query are exact. At least one condition has to be AND or OR. " +
    "At most 20 hits a call; to go on, call again with page_token set to the next_page_token of the last answer. Needs a login by " +
    "password; kintone takes neither API tokens nor OAuth here.",
  effect: { kind: "read" },
  permissions: ["app:view records", "space:see the space"],

  input,

  output: () =>
    z.object({
      hits: z
        .array(z.looseObject({ type: z.string(), url: z.string(), snippets: z.array(z.string()) }))
        .describe(
          "What was found: type, address, snippets of text, and an object named for the type, such as `record`.",
        ),
      next_page_token: z.string().nullable().describe("null when there are no more hits."),
    }),

  execute: (input, { session, signal }) =>
    session
      .request("search", (client) => client.search(requestOf(input)), {
        signal,
        timeoutMs: milliseconds(input.request_timeout),
        repeatable: true,
      })
      .andThen((answer: unknown) => {
        const { hits, nextPageToken } = isObject(answer) ? answer : {};
        if (!Array.isArray(hits)) return err(toolError("upstream", "kintone's answer holds no hits."));
        return ok({ hits, next_page_token: typeof nextPageToken === "string" ? nextPageToken : null });
      }),

  present: ({ hits, next_page_token }) => {
    const lines = hits.map(({ type, url, snippets }) => `${type} ${url}\n  ${snippets.join(" … ")}`);
    const more = next_page_token === null ? [] : [`More hits: call again with page_token ${next_page_token}`];
    return [{ type: "text", text: hits.length === 0 ? "Nothing was found." : [...lines, ...more].join("\n") }];
  },
});

const requestOf = ({
  query,
  created_after,
  created_before,
  ...given
}: z.output<ReturnType<typeof input>>): SearchRequest => {
  const [first, ...others] = query;
  if (first === undefined) throw new TypeError("query is empty, which the input's schema does not let through.");
  return {
    query: [first, ...others],
    limit: given.limit,
    sort: sorts[given.sort],
    ...(given.types && { types: given.types }),
    ...(given.scopes && { scopes: given.scopes.map(scopeOf) }),
    ...(given.exclude_scopes && { excludeScopes: given.exclude_scopes.map(scopeOf) }),
    ...(created_after && { createdAfter: created_after }),
    ...(created_before && { createdBefore: created_before }),
    ...(given.creators && { creators: given.creators }),
    ...(given.page_token && { pageToken: given.page_token }),
  };
};

type SearchRequest = Parameters<KintoneClient["search"]>[0];

const sorts = {
  RELEVANCE: { by: "RELEVANCE", order: "DESC" },
  CREATED_AT_DESC: { by: "CREATED_AT", order: "DESC" },
  CREATED_AT_ASC: { by: "CREATED_AT", order: "ASC" },
} as const;

const scopeOf = ({ scope: kind, ids, codes }: z.output<ReturnType<typeof scope>>) =>
  kind === "SPACE" || kind === "APP" ? { scope: kind, ...(ids && { ids }) } : { scope: kind, ...(codes && { codes }) };
