// A setup file of Vitest: records what the AWS peers of a test process are asked and what they answer, for check.ts.
import { subscribe } from "node:diagnostics_channel";
import { appendFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { expect, inject } from "vitest";

const bodyLimitBytes = 1024 * 1024;
const isRecording = Symbol.for("tsunagu.traffic");

/** Answers with this header, which says how, are wrong on purpose: they are not checked. */
const faultHeader = "x-fault";

/** Tests that ask endpoints for what no client may ask. */
const asksWrongly = /\/packages\/local\/|\/conformance\/modeled\.test\.ts > what is refused/;

if (!Object.hasOwn(globalThis, isRecording)) {
  Object.defineProperty(globalThis, isRecording, { value: true });
  const file = join(inject("trafficFolder"), `${process.pid}-${performance.now()}.jsonl`);
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const test = testOf();
    if (test !== undefined && isForAws(request)) record(request, response, test, file);
  });
}

const testOf = (): string | undefined => {
  const { testPath = "", currentTestName = "before or after its tests" } = expect.getState();
  const test = `${testPath} > ${currentTestName}`;
  return asksWrongly.test(test) ? undefined : test;
};

/** Whether it is signed, or sent by an AWS SDK. Addresses that AWS gave out presigned are asked for as they are. */
const isForAws = ({ headers, url = "" }: IncomingMessage): boolean =>
  headers.authorization?.startsWith("AWS4-HMAC-SHA256") === true ||
  headers["amz-sdk-invocation-id"] !== undefined ||
  url.includes("X-Amz-Algorithm=AWS4-HMAC-SHA256");

const record = (request: IncomingMessage, response: ServerResponse, test: string, file: string): void => {
  const sent = keepChunks();
  observe(request, "push", ([chunk]) => {
    if (chunk instanceof Uint8Array) sent.keep(chunk);
  });
  const answered = keepChunks();
  let headers: object = {};
  observe(response, "writeHead", (args) => {
    headers = args.findLast((argument) => typeof argument === "object") ?? {};
  });
  for (const method of ["write", "end"]) {
    observe(response, method, ([chunk]) => {
      if (typeof chunk === "string" || chunk instanceof Uint8Array) answered.keep(Buffer.from(chunk));
    });
  }
  response.on("close", () => {
    const sentHeaders = { ...response.getHeaders(), ...headers };
    const isCheckable = answered.isWhole() && response.writableFinished && !Object.hasOwn(sentHeaders, faultHeader);
    const answer = { status: response.statusCode, headers: pairs(sentHeaders), body: answered.base64() };
    const entry = {
      test,
      index: 0,
      method: request.method,
      target: request.url,
      headers: pairs(request.headersDistinct),
      body: sent.base64(),
      truncated: !sent.isWhole() || !request.complete,
      ...(isCheckable && { answer }),
    };
    appendFileSync(file, `${JSON.stringify(entry)}\n`);
  });
};

/** Has a method of this one object tell its arguments before it does its work. */
const observe = (target: object, method: string, tell: (args: unknown[]) => void): void => {
  const original = Reflect.get(target, method);
  Object.assign(target, {
    [method]: (...args: unknown[]) => {
      tell(args);
      return Reflect.apply(original, target, args);
    },
  });
};

const keepChunks = () => {
  const chunks: Buffer[] = [];
  let kept = 0;
  let seen = 0;
  return {
    keep: (chunk: Uint8Array): void => {
      const piece = Buffer.from(chunk.subarray(0, bodyLimitBytes - kept));
      chunks.push(piece);
      kept += piece.length;
      seen += chunk.length;
    },
    isWhole: () => kept === seen,
    base64: () => Buffer.concat(chunks).toString("base64"),
  };
};

const pairs = (headers: object): [name: string, value: string][] =>
  Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((each): [string, string] => [name, String(each)]),
  );
