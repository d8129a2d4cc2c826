import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "../faults.ts";

/** An HTTP answer, ready to be written. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly chunks: readonly Buffer[];
}

/** A JSON answer. */
export const jsonAnswer = (status: number, body: unknown): Answer => ({
  status,
  headers: { "content-type": "application/json;charset=utf-8" },
  chunks: [Buffer.from(JSON.stringify(body))],
});

/** An HTML page, as a proxy in front of kintone sends. */
export const pageAnswer = (status: number, title: string): Answer => ({
  status,
  headers: { "content-type": "text/html; charset=utf-8" },
  chunks: [
    Buffer.from(`<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`),
  ],
});

/** Writes an answer piece by piece, at the receiver's pace, spoiling it as the fault says. */
export const writeAnswer = async (
  response: ServerResponse,
  given: Answer,
  fault: Fault | undefined,
  signal: AbortSignal,
): Promise<void> => {
  const answer = fault?.kind === "invalid_json" ? { ...given, chunks: [Buffer.from('{"records":[{"')] } : given;
  const size = answer.chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  response.writeHead(answer.status, { ...answer.headers, "content-length": String(size) });
  if (fault?.kind === "truncated_body") {
    await writeAll(response, firstHalf(answer.chunks, size), signal);
    response.socket?.end();
    return;
  }
  if (fault?.kind === "slow_body") {
    await writeAll(response, firstHalf(answer.chunks, size), signal);
    await sleep(fault.milliseconds, undefined, { signal });
    await writeAll(response, secondHalf(answer.chunks, size), signal);
  } else {
    await writeAll(response, answer.chunks, signal);
  }
  response.end();
};

const PIECE = 64 * 1024;

const writeAll = async (response: ServerResponse, chunks: Iterable<Buffer>, signal: AbortSignal): Promise<void> => {
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += PIECE) {
      if (!response.write(chunk.subarray(at, at + PIECE))) await once(response, "drain", { signal });
    }
  }
};

function* firstHalf(chunks: readonly Buffer[], size: number): Generator<Buffer> {
  let left = Math.floor(size / 2);
  for (const chunk of chunks) {
    yield chunk.subarray(0, left);
    left = Math.max(0, left - chunk.length);
  }
}

function* secondHalf(chunks: readonly Buffer[], size: number): Generator<Buffer> {
  let skip = Math.floor(size / 2);
  for (const chunk of chunks) {
    yield chunk.subarray(skip);
    skip = Math.max(0, skip - chunk.length);
  }
}
