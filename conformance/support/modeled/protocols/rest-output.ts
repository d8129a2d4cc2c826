import { encodeEvents } from "../event-stream.ts";
import { type ServiceModel, type Shape, type ShapeReference, shapeOf } from "../models.ts";
import { writeDocument } from "../shapes/document.ts";
import { writeText } from "../shapes/text.ts";
import { type Fields, isStreamable } from "../shapes/validate.ts";
import type { Answer } from "../wire.ts";
import type { Exchange } from "./protocol.ts";

export interface RestOutputOptions {
  /** Unless a member of the structure says otherwise. */
  readonly status: number;
  /** Needed for an event stream. */
  readonly exchange?: Exchange;
}

/** Spreads a valid structure over status, headers and body. */
export function writeRestStructure(
  model: ServiceModel,
  reference: ShapeReference,
  value: Fields,
  options: RestOutputOptions,
): Answer {
  const shape = shapeOf(model, reference);
  const { type, body } = writeBody(model, reference, value, options.exchange);
  const members = Object.entries(shape.members ?? {}).filter(([name]) => value[name] !== undefined);
  const headers = members
    .filter(([, { location }]) => location === "header")
    .map(([name, member]) => [(member.locationName ?? name).toLowerCase(), writeHeader(model, member, value[name])]);
  const [statusMember] = members.find(([, { location }]) => location === "statusCode") ?? [];
  const status = statusMember === undefined ? options.status : Number(value[statusMember]);
  return { status, headers: { ...(type && { "content-type": type }), ...Object.fromEntries(headers) }, body };
}

function writeHeader(model: ServiceModel, reference: ShapeReference, value: unknown): string {
  const shape = shapeOf(model, reference);
  const { member } = shape;
  if (!Array.isArray(value) || !member) return writeText(shape, reference, value, "rfc822");
  return value.map((item) => writeText(shapeOf(model, member), member, item, "rfc822")).join(", ");
}

interface Body {
  readonly type?: string;
  readonly body: Answer["body"];
}

function writeBody(model: ServiceModel, reference: ShapeReference, value: Fields, exchange?: Exchange): Body {
  const shape = shapeOf(model, reference);
  if (shape.payload !== undefined) {
    const payload = shape.members?.[shape.payload];
    if (!payload) throw new Error(`${shape.name} has no member ${shape.payload} for its payload`);
    return writePayload(model, payload, value[shape.payload], exchange);
  }
  const inBody = Object.entries(shape.members ?? {}).filter(([, { location }]) => location === undefined);
  if (inBody.length === 0) return { body: Buffer.alloc(0) };
  const names = new Set(inBody.map(([name]) => name));
  const fields = Object.fromEntries(Object.entries(value).filter(([name]) => names.has(name)));
  return json(writeDocument(model, reference, fields));
}

function writePayload(model: ServiceModel, reference: ShapeReference, value: unknown, exchange?: Exchange): Body {
  const shape = shapeOf(model, reference);
  if (shape.eventstream) {
    if (!exchange || !isStreamable(value)) throw new Error(`${shape.name} is an event stream and needs events`);
    return { type: "application/vnd.amazon.eventstream", body: encodeEvents(exchange, shape, value) };
  }
  if (value === undefined) return { body: Buffer.alloc(0) };
  if (shape.type === "blob") return { type: "application/octet-stream", body: writeBlob(shape, value, exchange) };
  if (shape.type === "string") return { type: "text/plain", body: Buffer.from(String(value)) };
  return json(writeDocument(model, reference, value));
}

function writeBlob(shape: Shape, value: unknown, exchange?: Exchange): Answer["body"] {
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (exchange && isStreamable(value)) return toBuffers(exchange, value);
  throw new Error(`${shape.name} is a blob and needs bytes`);
}

/** A stream that throws ends the connection, and is the handler's problem. */
async function* toBuffers(
  exchange: Exchange,
  chunks: Iterable<unknown> | AsyncIterable<unknown>,
): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of chunks) {
      if (!(chunk instanceof Uint8Array)) throw new TypeError("a streamed blob must come in Buffers");
      yield Buffer.from(chunk);
    }
  } catch (error) {
    exchange.report("handler", { member: "", message: `The streamed blob threw ${String(error)}` });
    throw error;
  }
}

function json(document: unknown): Body {
  return { type: "application/json", body: Buffer.from(JSON.stringify(document)) };
}
