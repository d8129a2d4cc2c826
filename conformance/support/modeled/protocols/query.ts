import { type ServiceModel, type ShapeReference, shapeOf } from "../models.ts";
import { readText, writeText } from "../shapes/text.ts";
import { type Fields, isFields } from "../shapes/validate.ts";
import { queryFields } from "../wire.ts";
import type { Protocol } from "./protocol.ts";

/**
 * AWS Query: a form with dotted names goes in, XML comes out. Maps, flattened lists and blobs are not written, as AWS
 * STS has none.
 *
 * @see Smithy, AWS query protocol
 */
export const queryProtocol: Protocol = {
  readInput: ({ request, route: { model, operation } }) => {
    const form = new Map([...queryFields(request.query), ...new URLSearchParams(request.body.toString())]);
    form.delete("Action");
    form.delete("Version");
    const input = operation.input ? readForm(model, operation.input, form, "") : {};
    return isFields(input) ? { ...Object.fromEntries(form), ...input } : input;
  },
  writeOutput: ({ route: { model, operation }, requestId }, output) => {
    const result = operation.output?.resultWrapper;
    const fields = operation.output && result ? element(result, writeXml(model, operation.output, output)) : "";
    const metadata = element("ResponseMetadata", element("RequestId", escapeXml(requestId)));
    return xml(200, `${operation.name}Response`, model, fields + metadata);
  },
  writeError: ({ code, status, members, shape }, requestId, model) => {
    const fields = { Type: status < 500 ? "Sender" : "Receiver", Code: shape?.error?.code ?? code };
    const message = String(members["message"] ?? members["Message"] ?? "");
    const texts = Object.entries({ ...fields, Message: message }).map(([name, text]) => element(name, escapeXml(text)));
    const error = element("Error", texts.join(""));
    return xml(status, "ErrorResponse", model, error + element("RequestId", escapeXml(requestId)));
  },
};

/** Reads the parameters below a prefix such as `Tags.member.1`, and takes what it read out of the form. */
function readForm(model: ServiceModel, reference: ShapeReference, form: Map<string, string>, prefix: string): unknown {
  const shape = shapeOf(model, reference);
  const { member } = shape;
  if (shape.type === "structure") {
    return Object.fromEntries(
      Object.entries(shape.members ?? {})
        .map(([name, child]) => ({ name, child, path: `${prefix}${prefix && "."}${child.locationName ?? name}` }))
        .filter(({ path }) => isSent(form, path))
        .map(({ name, child, path }) => [name, readForm(model, child, form, path)]),
    );
  }
  if (shape.type === "list" && member) {
    const items: unknown[] = [];
    const itemPrefix = `${prefix}.${member.locationName ?? "member"}`;
    if (form.get(prefix) === "") form.delete(prefix);
    for (let number = 1; isSent(form, `${itemPrefix}.${number}`); number += 1) {
      items.push(readForm(model, member, form, `${itemPrefix}.${number}`));
    }
    return items;
  }
  const text = form.get(prefix) ?? "";
  form.delete(prefix);
  return readText(shape, reference, text, "iso8601");
}

function isSent(form: ReadonlyMap<string, string>, prefix: string): boolean {
  return [...form.keys()].some((name) => name === prefix || name.startsWith(`${prefix}.`));
}

function writeXml(model: ServiceModel, reference: ShapeReference, value: unknown): string {
  const shape = shapeOf(model, reference);
  const { member } = shape;
  if (Array.isArray(value) && member) {
    return value.map((item) => element(member.locationName ?? "member", writeXml(model, member, item))).join("");
  }
  if (isFields(value)) return writeStructure(model, shape.members ?? {}, value);
  return escapeXml(writeText(shape, reference, value, "iso8601"));
}

function writeStructure(model: ServiceModel, members: Readonly<Record<string, ShapeReference>>, value: Fields): string {
  return Object.entries(members)
    .filter(([name]) => value[name] !== undefined)
    .map(([name, child]) => element(child.locationName ?? name, writeXml(model, child, value[name])))
    .join("");
}

function xml(status: number, root: string, model: ServiceModel | undefined, content: string) {
  const namespace = model?.metadata.xmlNamespace ?? "";
  const body = Buffer.from(`<${root} xmlns="${namespace}">${content}</${root}>`);
  return { status, headers: { "content-type": "text/xml" }, body };
}

function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
