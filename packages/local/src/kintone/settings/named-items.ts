import { invalidInput } from "../errors.ts";
import { objectAt, optionalText, type Parameters, requiredInteger } from "../parameters.ts";

/** A view, a report or an action: by name, with an id that stays when the name changes. */
export type NamedItem = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly name: string;
  readonly index: string;
};

/**
 * The named items after a change. Each is given under its present name; another `name` inside renames it, a new name
 * makes a new one, and those that are left out are gone.
 */
export const readNamedItems = (
  raw: unknown,
  path: string,
  before: Readonly<Record<string, unknown>>,
  read: (item: Parameters, path: string) => Parameters,
): Record<string, NamedItem> => {
  if (raw === undefined) throw invalidInput(path, "This parameter is required.");
  const given = Object.entries(objectAt(raw, path));
  let lastId = Math.max(0, ...Object.values(before).map((item) => Number(objectAt(item, path).id)));
  const items = given.map(([key, value]): NamedItem => {
    const itemPath = `${path}[${key}]`;
    const item = objectAt(value, itemPath);
    const present = Object.hasOwn(before, key) ? objectAt(before[key], itemPath) : {};
    const index = String(nonNegative(item, `${itemPath}.index`));
    const id = typeof present.id === "string" ? present.id : String(++lastId);
    return { ...read({ ...present, ...item }, itemPath), id, name: optionalText(item, "name") ?? key, index };
  });
  const names = new Set(items.map(({ name }) => name));
  if (names.size < items.length) throw invalidInput(path, "Two of them have the same name.");
  return Object.fromEntries(items.map((item) => [item.name, item]));
};

/** What a change answers: the id of each by its name. */
export const idsOf = (items: Readonly<Record<string, NamedItem>>): Record<string, { readonly id: string }> =>
  Object.fromEntries(Object.entries(items).map(([name, { id }]) => [name, { id }]));

const nonNegative = (item: Parameters, path: string): number => {
  if (item.index === 0 || item.index === "0") return 0;
  return requiredInteger(item, "index", path);
};
