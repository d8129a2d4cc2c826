import { afterAll, beforeAll } from "vitest";
import { type ExpectOptions, expectModelValid } from "./oracle.ts";
import { SETUP_TIMEOUT_MS } from "./python.ts";
import { type RecordedRequest, type Recorder, type RecorderOptions, startRecorder } from "./recorder.ts";

export interface RecordedPeer<Target> {
  readonly target: Target;
  /** Give this to a client as its AWS endpoint. */
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
}

/**
 * Starts an AWS endpoint with a recorder in front of it before the tests of the calling file, and after them checks
 * every request they sent against the service models; one that does not fit fails the file.
 *
 * ```ts
 * const aws = attachRecorder(startMoto);
 * test("…", async () => { const client = new S3Client({ endpoint: aws().url, forcePathStyle: true, … }); … });
 * ```
 */
export function attachRecorder<Target extends { readonly url: string; close(): Promise<void> }>(
  start: () => Promise<Target>,
  options: ExpectOptions & RecorderOptions = {},
): () => RecordedPeer<Target> {
  let running: { target: Target; recorder: Recorder } | undefined;
  beforeAll(async () => {
    const target = await start();
    running = { target, recorder: await startRecorder(target.url, options) };
  }, SETUP_TIMEOUT_MS);
  afterAll(async () => {
    if (!running) return;
    const { target, recorder } = running;
    await recorder.close();
    await target.close();
    await expectModelValid(recorder.requests, options);
  });
  return () => {
    if (!running) throw new Error("the AWS endpoint runs only during the tests of the file");
    return { target: running.target, url: running.recorder.url, requests: running.recorder.requests };
  };
}
