import { crc32 } from "node:zlib";
import { ServiceError } from "./errors.ts";
import { type Shape, type ShapeReference, shapeOf } from "./models.ts";
import type { Exchange } from "./protocols/protocol.ts";
import { writeDocument } from "./shapes/document.ts";
import { type Finding, isFields, validate } from "./shapes/validate.ts";

const HEADER_TYPE_STRING = 7;
/** Length of the message, length of its headers, and a checksum of both. */
const PRELUDE_BYTES = 12;
const CHECKSUM_BYTES = 4;

/**
 * Writes a handler's events as messages of an event stream. An event is an object with one member, named as in the
 * model. A ServiceError that is yielded or thrown becomes an exception of the stream and ends it. Anything else that is
 * wrong is reported, and ends the stream with an error message.
 *
 * @see Smithy, Amazon Event Stream Specification
 */
export async function* encodeEvents(
  exchange: Exchange,
  stream: Shape,
  events: Iterable<unknown> | AsyncIterable<unknown>,
): AsyncGenerator<Buffer> {
  try {
    for await (const event of events) {
      if (event instanceof ServiceError) throw event;
      yield encodeEvent(exchange, stream, event);
    }
  } catch (error) {
    yield encodeFailure(exchange, stream, error);
  }
}

/** One message: headers are texts. */
export function encodeMessage(headers: Readonly<Record<string, string>>, payload: Buffer): Buffer {
  const fields = Buffer.concat(Object.entries(headers).map(([name, value]) => encodeHeader(name, value)));
  const prelude = Buffer.alloc(PRELUDE_BYTES);
  prelude.writeUInt32BE(PRELUDE_BYTES + fields.length + payload.length + CHECKSUM_BYTES, 0);
  prelude.writeUInt32BE(fields.length, 4);
  prelude.writeUInt32BE(crc32(prelude.subarray(0, 8)), 8);
  const message = Buffer.concat([prelude, fields, payload]);
  const checksum = Buffer.alloc(CHECKSUM_BYTES);
  checksum.writeUInt32BE(crc32(message));
  return Buffer.concat([message, checksum]);
}

function encodeHeader(name: string, value: string): Buffer {
  const head = Buffer.from([Buffer.byteLength(name), ...Buffer.from(name), HEADER_TYPE_STRING, 0, 0]);
  head.writeUInt16BE(Buffer.byteLength(value), head.length - 2);
  return Buffer.concat([head, Buffer.from(value)]);
}

function encodeEvent(exchange: Exchange, stream: Shape, event: unknown): Buffer {
  const [entry, ...others] = isFields(event) ? Object.entries(event) : [];
  const [name = "", value] = entry ?? [];
  const member = stream.members?.[name];
  if (!member || others.length > 0) {
    throw new InvalidEvent([{ member: name, message: `An event must be one member of the union ${stream.name}` }]);
  }
  const findings = validate(exchange.route.model, member, value);
  if (findings.length > 0) throw new InvalidEvent(findings.map((finding) => within(name, finding)));
  const { type, payload } = encodePayload(exchange, member, value);
  return encodeMessage({ ":message-type": "event", ":event-type": name, ":content-type": type }, payload);
}

class InvalidEvent extends Error {
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    super(findings.map(({ message }) => message).join("; "));
    this.findings = findings;
  }
}

function within(name: string, { member, message }: Finding): Finding {
  return { member: member === "" ? name : `${name}.${member}`, message: `In the event ${name}: ${message}` };
}

function encodePayload(
  { route }: Exchange,
  reference: ShapeReference,
  value: unknown,
): { type: string; payload: Buffer } {
  const shape = shapeOf(route.model, reference);
  const [name, member] = Object.entries(shape.members ?? {}).find(([, { eventpayload }]) => eventpayload) ?? [];
  if (name === undefined || !member || !isFields(value)) {
    return toJson(writeDocument(route.model, reference, value));
  }
  const content = value[name];
  if (content instanceof Uint8Array) return { type: "application/octet-stream", payload: Buffer.from(content) };
  if (typeof content === "string") return { type: "text/plain", payload: Buffer.from(content) };
  return toJson(writeDocument(route.model, member, content ?? {}));
}

function toJson(document: unknown): { type: string; payload: Buffer } {
  return { type: "application/json", payload: Buffer.from(JSON.stringify(document)) };
}

function encodeFailure(exchange: Exchange, stream: Shape, error: unknown): Buffer {
  if (error instanceof ServiceError) {
    const members = Object.entries(stream.members ?? {});
    const [name, member] = members.find(([known, { shape }]) => known === error.code || shape === error.code) ?? [];
    if (name !== undefined && member) return encodeException(exchange, name, member, error);
  }
  for (const { kind, finding } of problemsOf(stream, error)) exchange.report(kind, finding);
  const message = error instanceof Error ? error.message : String(error);
  const headers = { ":message-type": "error", ":error-code": "InternalFailure", ":error-message": message };
  return encodeMessage(headers, Buffer.alloc(0));
}

function encodeException(exchange: Exchange, name: string, member: ShapeReference, error: ServiceError): Buffer {
  const findings = validate(exchange.route.model, member, error.members);
  for (const finding of findings) exchange.report("response", within(name, finding));
  const { type, payload } = toJson(writeDocument(exchange.route.model, member, error.members));
  return encodeMessage({ ":message-type": "exception", ":exception-type": name, ":content-type": type }, payload);
}

function problemsOf(stream: Shape, error: unknown): { kind: "response" | "handler"; finding: Finding }[] {
  if (error instanceof InvalidEvent) return error.findings.map((finding) => ({ kind: "response", finding }));
  if (error instanceof ServiceError) {
    const message = `${error.code} is no exception of the event stream ${stream.name}`;
    return [{ kind: "response", finding: { member: error.code, message } }];
  }
  return [{ kind: "handler", finding: { member: "", message: `The event stream threw ${String(error)}` } }];
}
