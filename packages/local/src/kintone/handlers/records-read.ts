import type { App } from "../app.ts";
import { type Call, openApp } from "../call.ts";
import { invalidInput, invalidJson } from "../errors.ts";
import { optionalBoolean, optionalList, optionalText } from "../parameters.ts";
import type { QueryContext } from "../query/match.ts";
import { parseQuery } from "../query/parser.ts";
import { selectRecords } from "../query/select.ts";
import { showRecord } from "../records/view.ts";

const DEFAULT_LIMIT = 100;
const MAX_FIELDS = 1000;

/** `GET records.json`. */
export const getRecords = (call: Call): unknown => {
  const app = openApp(call, "view");
  const query = parseQuery(optionalText(call.parameters, "query") ?? "");
  const fields = readFields(call);
  const count = optionalBoolean(call.parameters, "totalCount");
  const window = { offset: query.offset ?? 0, limit: query.limit ?? DEFAULT_LIMIT, count };
  const { records, total } = selectRecords(app, query, window, queryContext(call));
  return {
    records: records.map((record) => showRecord(app, record, fields)),
    totalCount: total === undefined ? null : String(total),
  };
};

/** The field codes a call asks for; undefined for all. */
export const readFields = ({ parameters }: Call): ReadonlySet<string> | undefined => {
  const fields = optionalList(parameters, "fields");
  if (fields === undefined || fields.length === 0) return undefined;
  if (fields.length > MAX_FIELDS) throw invalidInput("fields", `At most ${MAX_FIELDS} fields are possible.`);
  return new Set(
    fields.map((code, index) => {
      if (typeof code !== "string") throw invalidJson(`fields[${index}] must be text.`);
      return code;
    }),
  );
};

/** What query functions stand for in this call. */
export const queryContext = ({ store, principal, warn }: Pick<Call, "store" | "principal" | "warn">): QueryContext => ({
  principal,
  likeHits: store.likeHits,
  warn,
  directory: store.directory,
  now: store.now().getTime(),
  timeZone: store.timeZone,
});

/** Every id that matches a query, in its order. */
export const matchingIds = (app: App, text: string, call: Pick<Call, "store" | "principal" | "warn">): number[] => {
  const query = parseQuery(text);
  if (query.limit !== undefined || query.offset !== undefined)
    throw invalidInput("query", "limit and offset cannot be used with a cursor.");
  const window = { offset: 0, limit: Number.MAX_SAFE_INTEGER, count: true };
  return selectRecords(app, query, window, queryContext(call)).records.map((record) => record.id);
};
