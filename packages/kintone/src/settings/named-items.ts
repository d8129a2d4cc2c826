import * as z from "@tsunagu/core/zod";

/** Where a view, report or action stands among the others, from 0. */
export const itemIndex = () =>
  z.union([z.int().min(0).max(10_000), z.string().regex(/^\d{1,5}$/, "has to be a whole number")]);

/** Most views, reports or actions of one change. */
const maxItems = 1000;

/** Views, reports or actions by name. */
export const byName = <Item extends z.ZodType>(item: Item) =>
  z
    .record(z.string().min(1).max(64), item)
    .refine((items) => Object.keys(items).length <= maxItems, `may name at most ${maxItems}`);

/** What kintone answers of views, reports or actions that were set: ids by name. */
export const idsByName = () => z.record(z.string(), z.object({ id: z.string() }));

/** The names of some views, reports or actions, for a sentence. */
export const listed = (items: Readonly<Record<string, unknown>>): string => {
  const names = Object.keys(items);
  const more = names.length > 20 ? [`and ${names.length - 20} more`] : [];
  return names.length === 0 ? "none" : [...names.slice(0, 20).map((name) => JSON.stringify(name)), ...more].join(", ");
};

/** Reports each with its name, which kintone wants also where it does not change. */
export const withNames = <Item extends { readonly name?: string | undefined }>(items: Readonly<Record<string, Item>>) =>
  Object.fromEntries(Object.entries(items).map(([name, item]) => [name, { name, ...item }]));
