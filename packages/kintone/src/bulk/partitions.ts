import { ToolFailure, toolError } from "@tsunagu/core";
import { bothConditions } from "../query/parse.ts";
import type { Reader } from "../read/reader.ts";
import { recordId } from "../read/record.ts";

/** A range of record ids, both ends included, and how many records of the condition are in it. */
export interface Partition {
  readonly fromId: string;
  readonly toId: string;
  readonly count: number;
  /** The condition that holds for these records. */
  readonly query: string;
}

/** Slices that are counted for each partition, to learn how densely the ids are used. */
const slicesEach = 2;

/**
 * Splits the records that match a condition by id into at most `wanted` ranges of about as many records each. Ids that
 * were deleted leave gaps, so slices are counted first and the ranges cut by what was found. Makes about three
 * requests for each partition. Throws a ToolFailure.
 *
 * @see kintone REST API, Get Records
 */
export const planPartitions = async (
  condition: string,
  wanted: number,
  count: (query: string) => Promise<number>,
  reader: Reader,
): Promise<readonly Partition[]> => {
  const [first, last] = [await edge(condition, "asc", reader), await edge(condition, "desc", reader)];
  if (first === undefined || last === undefined) return [];
  const bounds = await evenBounds(condition, { first, last, wanted }, count);
  const partitions: Partition[] = [];
  for (const [index, from] of bounds.entries()) {
    const to = (bounds[index + 1] ?? last + 1) - 1;
    const query = within(condition, from, to);
    partitions.push({ fromId: String(from), toId: String(to), count: await count(query), query });
  }
  return partitions;
};

const edge = async (condition: string, direction: "asc" | "desc", reader: Reader): Promise<number | undefined> => {
  const { records } = await reader.page(`${condition} order by $id ${direction} limit 1`.trim(), 1);
  const id = records.map(recordId)[0];
  if (id === undefined) return undefined;
  if (Number.isSafeInteger(Number(id))) return Number(id);
  throw new ToolFailure(toolError("unsupported", `The record id ${id} is too large to plan with.`));
};

interface Range {
  readonly first: number;
  readonly last: number;
  readonly wanted: number;
}

/** The first id of each range. */
const evenBounds = async (
  condition: string,
  { first, last, wanted }: Range,
  count: (query: string) => Promise<number>,
): Promise<readonly number[]> => {
  const slices = Math.min(wanted * slicesEach, last - first + 1);
  const width = (last - first + 1) / slices;
  const startOf = (slice: number): number => first + Math.round(slice * width);
  const counts: number[] = [];
  for (let slice = 0; slice < slices; slice++)
    counts.push(await count(within(condition, startOf(slice), startOf(slice + 1) - 1)));
  const total = counts.reduce((sum, each) => sum + each, 0);
  const bounds = new Set([first]);
  let [slice, before] = [0, 0];
  for (let cut = 1; cut < wanted; cut++) {
    const target = (total * cut) / wanted;
    while (slice < slices - 1 && before + (counts[slice] ?? 0) < target) before += counts[slice++] ?? 0;
    const share = (target - before) / Math.max(1, counts[slice] ?? 0);
    const bound = startOf(slice) + Math.round(Math.min(1, share) * width);
    if (bound <= last) bounds.add(bound);
  }
  return [...bounds].sort((a, b) => a - b);
};

const within = (condition: string, from: number, to: number): string =>
  bothConditions(condition, `$id >= ${from} and $id <= ${to}`);
