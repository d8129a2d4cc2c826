import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, inject, test, vi } from "vitest";
import { rawDynamodb } from "./support/raw-request.ts";

test("what a peer of a test is asked and answers is recorded whole, under the test's name", async () => {
  const peer = createServer(async (request, response) => {
    await text(request);
    response.writeHead(200, { "content-type": "application/x-amz-json-1.0" });
    response.write('{"Items":[],');
    response.end('"Count":0}');
  });
  peer.listen(0, "127.0.0.1");
  await once(peer, "listening");

  const { headers, body } = rawDynamodb("Scan", { TableName: "recorded" });
  const url = `http://127.0.0.1:${(peer.address() as AddressInfo).port}/`;
  const sent = headers.filter(([name]) => name !== "Host").map(([name, value]): [string, string] => [name, value]);
  await (await fetch(url, { method: "POST", headers: sent, body: body.toString() })).text();
  peer.close();
  peer.closeAllConnections();

  const entry = await vi.waitUntil(async () =>
    (await recorded()).find((each) => each.body === body.toString("base64")),
  );
  expect(entry).toMatchObject({
    test: expect.stringMatching(/conformance\/traffic\.test\.ts > what a peer/),
    method: "POST",
    target: "/",
    headers: expect.arrayContaining([["x-amz-target", "DynamoDB_20120810.Scan"]]),
    truncated: false,
    answer: { status: 200, body: Buffer.from('{"Items":[],"Count":0}').toString("base64") },
  });
});

const recorded = async (): Promise<{ body: string }[]> => {
  const folder = inject("trafficFolder");
  const texts = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), "utf8")));
  return texts.flatMap((each) => each.split("\n").filter(Boolean)).map((line) => JSON.parse(line));
};
