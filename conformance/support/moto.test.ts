import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { CreateBucketCommand, ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { beforeAll, expect, test } from "vitest";
import { startMoto } from "./moto.ts";
import { pythonEnvironment, SETUP_TIMEOUT_MS } from "./python.ts";

beforeAll(pythonEnvironment, SETUP_TIMEOUT_MS);

test("reset forgets what was made, close ends the server", async () => {
  const moto = await startMoto();
  const client = new S3Client({
    endpoint: moto.url,
    region: "us-east-1",
    credentials: { accessKeyId: "AKIDLOCALTEST0000000", secretAccessKey: "local-test-secret" },
    forcePathStyle: true,
  });
  await client.send(new CreateBucketCommand({ Bucket: "records" }));
  expect((await client.send(new ListBucketsCommand({}))).Buckets).toMatchObject([{ Name: "records" }]);
  await moto.reset();
  expect((await client.send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([]);
  client.destroy();
  await moto.close();
  await moto.close();
  await expect(fetch(moto.url)).rejects.toThrow("fetch failed");
});

test("the server does not outlive the process that started it", async () => {
  const module = new URL("moto.ts", import.meta.url).href;
  const program = `import { startMoto } from ${JSON.stringify(module)}; console.log((await startMoto()).url);`;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [url] = await once(createInterface(parent.stdout), "line");
  expect((await fetch(`${url}/moto-api/data.json`)).status).toBe(200);
  parent.kill("SIGKILL");
  await expect
    .poll(
      () =>
        fetch(url).then(
          () => "running",
          () => "gone",
        ),
      { timeout: 10_000 },
    )
    .toBe("gone");
});
