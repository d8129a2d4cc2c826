import { type ServiceModel, type Shape, type ShapeReference, shapeOf } from "../models.ts";
import { readBase64 } from "./text.ts";
import { readTimestamp, writeTimestamp } from "./timestamp.ts";
import { isFields } from "./validate.ts";

/**
 * Turns parsed JSON into a value keyed by the model's member names. What does not fit its shape is left as it is, for
 * validation to find.
 */
export function readDocument(model: ServiceModel, reference: ShapeReference, document: unknown): unknown {
  const shape = shapeOf(model, reference);
  if (shape.document) return document;
  switch (shape.type) {
    case "blob":
      return readBase64(document);
    case "timestamp":
      return readTimestamp(reference.timestampFormat ?? shape.timestampFormat ?? "unixTimestamp", document);
    case "float":
    case "double":
      return typeof document === "string" && specialNumbers.has(document) ? Number(document) : document;
    default:
      return mapChildren(shape, document, wireToMember(shape), (child, item) => readDocument(model, child, item));
  }
}

/** Turns a valid value into JSON with the names of the wire. */
export function writeDocument(model: ServiceModel, reference: ShapeReference, value: unknown): unknown {
  const shape = shapeOf(model, reference);
  if (shape.document) return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (value instanceof Date) {
    return writeTimestamp(reference.timestampFormat ?? shape.timestampFormat ?? "unixTimestamp", value);
  }
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  return mapChildren(shape, value, memberToWire(shape), (child, item) => writeDocument(model, child, item));
}

const specialNumbers = new Set(["NaN", "Infinity", "-Infinity"]);

/** What a member is called on the other side. */
type Names = ReadonlyMap<string, { readonly name: string; readonly reference: ShapeReference }>;

function mapChildren(
  shape: Shape,
  value: unknown,
  names: Names,
  convert: (reference: ShapeReference, item: unknown) => unknown,
): unknown {
  const { member, value: entry } = shape;
  if (Array.isArray(value)) return member ? value.map((item) => convert(member, item)) : value;
  if (!isFields(value)) return value;
  const present = Object.entries(value).filter(([, item]) => item !== undefined);
  if (shape.type === "map") {
    return Object.fromEntries(present.map(([key, item]) => [key, entry ? convert(entry, item) : item]));
  }
  return Object.fromEntries(
    present.map(([key, item]) => {
      const known = names.get(key);
      return known ? [known.name, convert(known.reference, item)] : [key, item];
    }),
  );
}

function wireToMember(shape: Shape): Names {
  return new Map(bodyMembers(shape).map(([name, reference]) => [reference.locationName ?? name, { name, reference }]));
}

function memberToWire(shape: Shape): Names {
  return new Map(
    bodyMembers(shape).map(([name, reference]) => [name, { name: reference.locationName ?? name, reference }]),
  );
}

function bodyMembers(shape: Shape): [name: string, reference: ShapeReference][] {
  return Object.entries(shape.members ?? {}).filter(([, { location }]) => location === undefined);
}
