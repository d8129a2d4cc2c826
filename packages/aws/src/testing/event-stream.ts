import { crc32 } from "node:zlib";

const stringType = 7;

/**
 * One message of an AWS event stream.
 *
 * @see Smithy 2.0, Amazon Event Stream specification
 */
export const eventMessage = (headers: Readonly<Record<string, string>>, payload: Uint8Array | string): Buffer => {
  const head = Buffer.concat(Object.entries(headers).map(([name, value]) => headerBytes(name, value)));
  const body = Buffer.from(payload);
  const prelude = Buffer.alloc(8);
  prelude.writeUInt32BE(head.length + body.length + 16, 0);
  prelude.writeUInt32BE(head.length, 4);
  const checked = Buffer.concat([prelude, checksum(prelude), head, body]);
  return Buffer.concat([checked, checksum(checked)]);
};

/** An event of a stream, of a type that its service names. */
export const event = (type: string, payload: Uint8Array | string, contentType = "application/json"): Buffer =>
  eventMessage({ ":message-type": "event", ":event-type": type, ":content-type": contentType }, payload);

const headerBytes = (name: string, value: string): Buffer => {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(value));
  return Buffer.concat([
    Buffer.from([Buffer.byteLength(name)]),
    Buffer.from(name),
    Buffer.from([stringType]),
    length,
    Buffer.from(value),
  ]);
};

const checksum = (bytes: Buffer): Buffer => {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum;
};
