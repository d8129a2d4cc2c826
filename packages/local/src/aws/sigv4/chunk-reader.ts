import { AwsError } from "../errors.ts";

const maxLineLength = 4096;

/** Reads lines and counted bytes from a stream of buffers. */
export class ChunkReader {
  readonly #source: AsyncIterator<Buffer>;
  #buffered: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next line, without its CRLF. */
  async line(): Promise<string> {
    for (;;) {
      const end = this.#buffered.indexOf("\r\n");
      if (end >= 0) {
        const line = this.#buffered.toString("latin1", 0, end);
        this.#buffered = this.#buffered.subarray(end + 2);
        return line;
      }
      if (this.#buffered.length > maxLineLength) throw broken("has a line that is too long");
      if (!(await this.#more())) throw incomplete();
    }
  }

  /** The next line, or an empty one at the end of the stream. */
  async lineOrEnd(): Promise<string> {
    if (this.#buffered.length === 0 && !(await this.#more())) return "";
    return this.line();
  }

  async emptyLine(): Promise<void> {
    if ((await this.line()) !== "") throw broken("has a chunk that is longer than its header says");
  }

  /** The next `size` bytes, as they arrive. */
  async *bytes(size: number): AsyncGenerator<Buffer> {
    for (let left = size; left > 0; ) {
      if (this.#buffered.length === 0 && !(await this.#more())) throw incomplete();
      const taken = this.#buffered.subarray(0, left);
      this.#buffered = this.#buffered.subarray(taken.length);
      left -= taken.length;
      yield taken;
    }
  }

  /** The next `size` bytes, all at once. */
  async exactly(size: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for await (const piece of this.bytes(size)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  async #more(): Promise<boolean> {
    const next = await this.#source.next();
    if (next.done) return false;
    this.#buffered = this.#buffered.length === 0 ? next.value : Buffer.concat([this.#buffered, next.value]);
    return true;
  }
}

const incomplete = (): AwsError => new AwsError(400, "IncompleteBody", "The request body terminated unexpectedly");

const broken = (what: string): AwsError => new AwsError(400, "InvalidRequest", `The aws-chunked body ${what}.`);
