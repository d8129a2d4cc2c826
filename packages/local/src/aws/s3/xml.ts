import { XMLParser, XMLValidator } from "fast-xml-parser";
import { AwsError } from "../errors.ts";
import { writeXml, type XmlElements } from "../xml.ts";

const namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

/** An XML document of Amazon S3. */
export const s3Xml = (root: string, children: XmlElements): string => writeXml(root, children, namespace);

/** Parses a request's XML, and gives the content of its root element. */
export const readXml = (text: string, root: string): XmlNode => {
  if (text.includes("<!DOCTYPE") || XMLValidator.validate(text) !== true) throw malformedXml();
  const document: unknown = parser.parse(text);
  const node = new XmlNode(document).child(root);
  if (node === undefined) throw malformedXml();
  return node;
};

/** One parsed element. */
export class XmlNode {
  readonly #content: unknown;

  constructor(content: unknown) {
    this.#content = content;
  }

  /** All children of this name. */
  children(name: string): XmlNode[] {
    if (typeof this.#content !== "object" || this.#content === null) return [];
    const found: unknown = (this.#content as Readonly<Record<string, unknown>>)[name];
    if (found === undefined) return [];
    return (Array.isArray(found) ? found : [found]).map((content) => new XmlNode(content));
  }

  child(name: string): XmlNode | undefined {
    return this.children(name)[0];
  }

  /** The text of a child, or nothing when there is no such child. */
  text(name: string): string | undefined {
    const child = this.child(name);
    return child !== undefined && typeof child.#content === "string" ? child.#content : undefined;
  }

  required(name: string): string {
    const text = this.text(name);
    if (text === undefined) throw malformedXml();
    return text;
  }
}

export const malformedXml = (): AwsError =>
  new AwsError(
    400,
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
  );

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  htmlEntities: true,
  removeNSPrefix: true,
});
