import { invalidInput } from "../errors.ts";
import type { Parameters } from "../parameters.ts";

const MAX_INDEX = 99;

/** Reads a query string as kintone does: `app=1&fields[0]=Title&fields[1]=Amount`; an index is at most 99. */
export const queryParameters = (search: URLSearchParams): Parameters => {
  const single: Record<string, string> = {};
  const lists = new Map<string, Map<number, string>>();
  for (const [key, value] of search) {
    const [, name, index] = /^([^[\]]+)\[(\d+)\]$/.exec(key) ?? [];
    if (name === undefined) {
      single[key] = value;
      continue;
    }
    if (Number(index) > MAX_INDEX) throw invalidInput(name, `In a query string the index is at most ${MAX_INDEX}.`);
    const list = lists.get(name) ?? new Map<number, string>();
    lists.set(name, list.set(Number(index), value));
  }
  return { ...single, ...Object.fromEntries([...lists].map(([name, list]) => [name, inOrder(list)])) };
};

const inOrder = (list: ReadonlyMap<number, string>): string[] =>
  [...list].toSorted(([left], [right]) => left - right).map(([, value]) => value);
