import type { Call } from "../call.ts";
import { invalidInput, invalidJson } from "../errors.ts";
import { objectAt, optionalInteger, optionalList, optionalText, requiredList, requiredText } from "../parameters.ts";
import { type SearchEntry, searchEntries } from "../spaces/search.ts";

const MAX_GROUPS = 20;
const MAX_KEYWORDS = 20;
const MAX_KEYWORD = 50;
const MAX_LIMIT = 20;
const SNIPPET = 60;

/**
 * `POST search.json`: finds text in records, comments, spaces and threads, as substrings; kintone itself searches words.
 * Attachments, people and messages are not kept here and so are never found.
 *
 * @see kintone REST API, Search
 */
export const postSearch = (call: Call): unknown => {
  const { parameters, store, principal } = call;
  const groups = readGroups(call);
  const limit = optionalInteger(parameters, "limit") ?? MAX_LIMIT;
  if (limit < 1 || limit > MAX_LIMIT) throw invalidInput("limit", `The value must be from 1 to ${MAX_LIMIT}.`);
  const offset = readPageToken(optionalText(parameters, "pageToken"));
  const words = groups.flatMap(({ operator, keywords }) => (operator === "NOT" ? [] : keywords));
  const found = (text: string): boolean => words.some((word) => text.toLowerCase().includes(word));
  const wanted = readConditions(call);
  const entries = words.length === 0 ? [] : [...searchEntries(store, principal)];
  const matching = entries.filter((entry) => wanted(entry) && groups.every((group) => matches(group, entry.text)));
  const ordered = inOrder(matching, call);
  return {
    hits: ordered.slice(offset, offset + limit).map((entry) => ({
      type: entry.type,
      url: `https://local.example/k/${entry.appId === undefined ? `#/space/${entry.spaceId}` : `${entry.appId}/`}`,
      snippets: [snippet(entry.text, words)],
      ...entry.hit(found),
    })),
    nextPageToken: offset + limit < ordered.length ? Buffer.from(String(offset + limit)).toString("base64url") : null,
  };
};

interface Group {
  readonly operator: string;
  readonly keywords: readonly string[];
}

const readGroups = ({ parameters }: Call): readonly Group[] => {
  const groups = requiredList(parameters, "query").map((raw, index) => {
    const group = objectAt(raw, `query[${index}]`);
    const operator = requiredText(group, "operator", `query[${index}].operator`);
    if (!["AND", "OR", "NOT"].includes(operator))
      throw invalidInput(`query[${index}].operator`, "The value must be AND, OR or NOT.");
    const keywords = requiredList(group, "keywords").map((keyword, place) => {
      if (typeof keyword !== "string") throw invalidJson(`query[${index}].keywords[${place}] must be text.`);
      if (keyword === "" || keyword.length > MAX_KEYWORD)
        throw invalidInput(`query[${index}].keywords[${place}]`, `1 to ${MAX_KEYWORD} characters are possible.`);
      return keyword.toLowerCase();
    });
    return { operator, keywords };
  });
  const count = groups.reduce((sum, { keywords }) => sum + keywords.length, 0);
  if (groups.length < 1 || groups.length > MAX_GROUPS || groups.some(({ keywords }) => keywords.length === 0))
    throw invalidInput("query", `1 to ${MAX_GROUPS} conditions are possible, each with a keyword.`);
  if (count > MAX_KEYWORDS) throw invalidInput("query", `At most ${MAX_KEYWORDS} keywords are possible.`);
  return groups;
};

const matches = ({ operator, keywords }: Group, text: string): boolean => {
  const has = (keyword: string): boolean => text.toLowerCase().includes(keyword);
  if (operator === "AND") return keywords.every(has);
  return operator === "OR" ? keywords.some(has) : !keywords.some(has);
};

const readConditions = ({ parameters }: Call): ((entry: SearchEntry) => boolean) => {
  const types = optionalList(parameters, "types");
  const creators = optionalList(parameters, "creators");
  const scopes = optionalList(parameters, "scopes")?.map((scope, index) => objectAt(scope, `scopes[${index}]`));
  const excluded = optionalList(parameters, "excludeScopes")?.map((scope, index) =>
    objectAt(scope, `excludeScopes[${index}]`),
  );
  const after = readTime(optionalText(parameters, "createdAfter"), Number.NEGATIVE_INFINITY);
  const before = readTime(optionalText(parameters, "createdBefore"), Number.POSITIVE_INFINITY);
  return (entry) =>
    (types === undefined || types.includes(entry.type)) &&
    (creators === undefined || creators.includes(entry.creator.code)) &&
    (scopes === undefined || scopes.some((scope) => isIn(scope, entry))) &&
    !(excluded ?? []).some((scope) => isIn(scope, entry)) &&
    entry.createdAt >= after &&
    entry.createdAt <= before;
};

const isIn = (scope: Readonly<Record<string, unknown>>, { appId, spaceId }: SearchEntry): boolean => {
  const ids = optionalList(scope, "ids")?.map(String);
  const id = scope.scope === "APP" ? appId : scope.scope === "SPACE" ? spaceId : undefined;
  return id !== undefined && (ids === undefined || ids.includes(String(id)));
};

const readTime = (text: string | undefined, otherwise: number): number => {
  if (text === undefined) return otherwise;
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw invalidInput("createdAfter", "The value must be a date and time.");
  return time;
};

const inOrder = (entries: readonly SearchEntry[], { parameters }: Call): readonly SearchEntry[] => {
  const sort = parameters.sort === undefined ? {} : objectAt(parameters.sort, "sort");
  if (sort.by !== "CREATED_AT") {
    if (sort.order === "ASC") throw invalidInput("sort.order", "By relevance only DESC is possible.");
    return entries;
  }
  const sign = sort.order === "ASC" ? 1 : -1;
  return entries.toSorted((left, right) => sign * (left.createdAt - right.createdAt));
};

const readPageToken = (token: string | undefined): number => {
  const offset = token === undefined ? 0 : Number(Buffer.from(token, "base64url").toString());
  if (!Number.isSafeInteger(offset) || offset < 0) throw invalidInput("pageToken", "The page token is not valid.");
  return offset;
};

const snippet = (text: string, words: readonly string[]): string => {
  const at = Math.max(0, ...words.map((word) => text.toLowerCase().indexOf(word)).filter((index) => index >= 0));
  return text.slice(Math.max(0, at - SNIPPET / 2), at + SNIPPET);
};
