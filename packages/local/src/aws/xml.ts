import { XMLBuilder } from "fast-xml-parser";

/** An element's content: text, child elements by name, or one of these for each repetition. */
export type XmlValue = string | number | boolean | undefined | XmlElements | readonly XmlValue[];
export interface XmlElements {
  readonly [name: string]: XmlValue;
}

/** An XML document. Children that are undefined are left out. */
export const writeXml = (root: string, children: XmlElements, namespace?: string): string =>
  builder.build({
    "?xml": { "@version": "1.0", "@encoding": "UTF-8" },
    [root]: { ...(namespace === undefined ? {} : { "@xmlns": namespace }), ...withoutUndefined(children) },
  });

const withoutUndefined = (elements: XmlElements): XmlElements =>
  Object.fromEntries(
    Object.entries(elements)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, clean(value)]),
  );

const clean = (value: XmlValue): XmlValue => {
  if (Array.isArray(value)) return value.map(clean);
  return typeof value === "object" ? withoutUndefined(value as XmlElements) : value;
};

/** Carriage returns and control characters as references, so that keys come back as they are. */
const escapeText = (text: string): string =>
  text.replace(/[&<>"\p{Cc}]/gu, (character) => {
    if (character === "\n" || character === "\t") return character;
    return named.get(character) ?? `&#x${character.charCodeAt(0).toString(16)};`;
  });

const named: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
]);

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  processEntities: false,
  tagValueProcessor: (_name, value) => escapeText(String(value)),
});
