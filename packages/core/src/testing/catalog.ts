import type { ConnectionSpec } from "../connection.ts";
import { isObject } from "../json.ts";
import { inputJsonSchema } from "../schema/project.ts";
import type { Tool } from "../tool.ts";

export interface CatalogOptions {
  readonly tools: readonly Tool[];
  readonly connection: ConnectionSpec;
  /** The parsed catalog of one language. */
  readonly catalog: unknown;
}

const longestDescription = 1023;
const longestLabel = 60;

/**
 * What is wrong with a catalog of translated texts: what is missing, what nothing uses, what is too long for a form, and
 * descriptions that name other fields or tools than the English text does. Empty is good.
 */
export const checkCatalog = ({ tools, connection, catalog }: CatalogOptions): readonly string[] => {
  const found = new Map(leaves(catalog));
  const expected = new Set([
    ...connection.fields.flatMap(({ name }) => texts(`connection.${name}`)),
    ...tools.flatMap(textsOf),
  ]);
  return [
    ...[...expected].filter((path) => !found.has(path)).map((path) => `${path} is missing`),
    ...[...found.keys()].filter((path) => !expected.has(path)).map((path) => `${path} is used by nothing`),
    ...[...found].flatMap(([path, text]) => textProblem(path, text)),
    ...tools.flatMap((tool) => namesProblem(tool, String(found.get(`tools.${tool.name}.description`)))),
  ];
};

const texts = (path: string): readonly string[] => [`${path}.label`, `${path}.description`];

const textsOf = (tool: Tool): readonly string[] => {
  const schema = inputJsonSchema(tool.input).properties as Readonly<
    Record<string, { readonly enum?: readonly string[] }>
  >;
  const at = `tools.${tool.name}`;
  return [
    `${at}.title`,
    `${at}.description`,
    ...Object.keys(schema).flatMap((name) => texts(`${at}.input.${name}`)),
    ...Object.entries(schema).flatMap(([name, field]) =>
      (field.enum ?? []).map((value) => `${at}.options.${name}.${value}`),
    ),
  ];
};

const leaves = (value: unknown, path = ""): readonly (readonly [string, unknown])[] =>
  isObject(value)
    ? Object.entries(value).flatMap(([name, member]) => leaves(member, path === "" ? name : `${path}.${name}`))
    : [[path, value]];

const textProblem = (path: string, text: unknown): readonly string[] => {
  if (typeof text !== "string" || text === "" || text.trim() !== text) return [`${path} is not a trimmed text`];
  const limit = path.endsWith(".description") ? longestDescription : longestLabel;
  if (text.length > limit) return [`${path} is longer than ${limit} characters`];
  return path.endsWith(".description") && !/[.。)）}]$/.test(text) ? [`${path} does not end as a sentence`] : [];
};

const namesProblem = (tool: Tool, translated: string): readonly string[] => {
  const names = (text: string): readonly string[] =>
    [...new Set(text.match(/\b[a-z]+(?:_[a-z0-9]+)+\b/g) ?? [])].sort();
  const [english, other] = [names(tool.description), names(translated)];
  return english.join() === other.join()
    ? []
    : [`tools.${tool.name}.description names ${other} where English names ${english}`];
};
