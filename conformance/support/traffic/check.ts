// A global setup of Vitest: after all tests it holds what they asked of AWS, and were answered, against AWS's models.
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { expectModelValid } from "../oracle.ts";
import type { RecordedRequest } from "../recorder.ts";

declare module "vitest" {
  interface ProvidedContext {
    trafficFolder: string;
  }
}

/** What is signed for AWS and in none of its models: the search of OpenSearch, the WebSocket of a browser. */
const unmodelled = /^(POST \/[^/]+\/_search|GET \/browser-streams\/)/;

/** Parts of files, of which only the beginning is recorded, or whose client broke off. */
const unrecorded = /^(PutObject|UploadPart) body: was not recorded to its end$/;

/** Starts recording; rejects at the end with every request and answer that does not fit the models. */
export default async function checkTraffic(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "tsunagu-traffic-"));
  project.provide("trafficFolder", folder);
  return async () => {
    const requests = await read(folder);
    await rm(folder, { recursive: true });
    if (requests.length > 0) await expectModelValid(requests, { acceptUnchecked: unrecorded });
  };
}

const read = async (folder: string): Promise<RecordedRequest[]> => {
  const texts = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), "utf8")));
  const lines = texts.flatMap((text) => text.split("\n").filter(Boolean));
  const all = lines.map((line): RecordedRequest => JSON.parse(line));
  const modelled = all.filter(({ method, target }) => !unmodelled.test(`${method} ${target}`));
  return modelled.map((request, index) => ({ ...request, index, body: Buffer.from(`${request.body}`, "base64") }));
};
