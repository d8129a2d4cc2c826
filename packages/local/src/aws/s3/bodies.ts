import { randomUUID } from "node:crypto";
import { createReadStream, rmSync } from "node:fs";
import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const maxBytesInMemory = 1024 * 1024;
const maxTotalInMemory = 256 * 1024 * 1024;
const readSize = 256 * 1024;

/** Bytes at rest. Several bodies can share them; they are dropped with the last reference. */
interface Stored {
  readonly content: Buffer | string;
  references: number;
}

interface Segment {
  readonly stored: Stored;
  readonly offset: number;
  readonly size: number;
}

/** The bytes of an object or a part: memory when small, files when large, in pieces when put together from parts. */
export interface Body {
  readonly size: number;
  readonly segments: readonly Segment[];
}

/** Keeps bodies for as long as something refers to them. A new body has one reference. */
export interface Bodies {
  write(chunks: AsyncIterable<Buffer>): Promise<Body>;
  /** The bytes from `start` up to but not including `end`, as they are produced. The caller keeps a reference meanwhile. */
  read(body: Body, start?: number, end?: number): AsyncGenerator<Buffer>;
  /** A body over a range of another's bytes; nothing is copied. */
  slice(body: Body, start: number, end: number): Body;
  /** One body of several, which stay valid. */
  join(bodies: readonly Body[]): Body;
  retain(body: Body): Body;
  release(body: Body): Promise<void>;
  close(): Promise<void>;
}

/** Opens a private directory for large bodies, under `parent` or the system's temporary directory. */
export const openBodies = async (parent: string = tmpdir()): Promise<Bodies> => {
  const directory = await mkdtemp(join(parent, "tsunagu-local-aws-"));
  const removeAtExit = () => rmSync(directory, { recursive: true, force: true });
  process.once("exit", removeAtExit);
  let inMemory = 0;

  const write = async (chunks: AsyncIterable<Buffer>): Promise<Body> => {
    const path = join(directory, randomUUID());
    const pending: Buffer[] = [];
    let size = 0;
    let file: FileHandle | undefined;
    try {
      for await (const chunk of chunks) {
        size += chunk.length;
        if (file === undefined) pending.push(chunk);
        else await file.appendFile(chunk);
        if (file === undefined && (size > maxBytesInMemory || inMemory + size > maxTotalInMemory)) {
          file = await open(path, "wx", 0o600);
          await file.appendFile(Buffer.concat(pending.splice(0)));
        }
      }
      await file?.close();
    } catch (error) {
      await file?.close();
      await rm(path, { force: true });
      throw error;
    }
    if (file === undefined) inMemory += size;
    return {
      size,
      segments: [
        { stored: { content: file === undefined ? Buffer.concat(pending) : path, references: 1 }, offset: 0, size },
      ],
    };
  };

  const release = async (body: Body): Promise<void> => {
    for (const { stored } of body.segments) {
      stored.references -= 1;
      if (stored.references > 0) continue;
      if (typeof stored.content === "string") await rm(stored.content, { force: true });
      else inMemory -= stored.content.length;
    }
  };

  return {
    write,
    read: readRange,
    slice: (body, start, end) => retain({ size: end - start, segments: [...segmentsOf(body, start, end)] }),
    join: (bodies) =>
      retain({
        size: bodies.reduce((sum, body) => sum + body.size, 0),
        segments: bodies.flatMap((body) => body.segments),
      }),
    retain,
    release,
    close: async () => {
      process.removeListener("exit", removeAtExit);
      await rm(directory, { recursive: true, force: true });
    },
  };
};

const retain = (body: Body): Body => {
  for (const { stored } of body.segments) stored.references += 1;
  return body;
};

async function* readRange(body: Body, start = 0, end = body.size): AsyncGenerator<Buffer> {
  for (const { stored, offset, size } of segmentsOf(body, start, end)) {
    if (typeof stored.content !== "string") yield stored.content.subarray(offset, offset + size);
    else if (size > 0) {
      const options = { start: offset, end: offset + size - 1, highWaterMark: readSize };
      for await (const chunk of createReadStream(stored.content, options)) yield chunk as Buffer;
    }
  }
}

function* segmentsOf(body: Body, start: number, end: number): Generator<Segment> {
  let position = 0;
  for (const { stored, offset, size } of body.segments) {
    const from = Math.max(start - position, 0);
    const to = Math.min(end - position, size);
    if (from < to || (size === 0 && body.size === 0))
      yield { stored, offset: offset + from, size: Math.max(to - from, 0) };
    position += size;
  }
}
