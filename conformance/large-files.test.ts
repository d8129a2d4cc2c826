import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "./support/process.ts";

const size = 2 * 1024 ** 3;
const maxRssBytes = 200 * 1000 ** 2;
const timeoutMs = 300_000;
const flags = ["--conditions=@tsunagu/source"];
const script = (name: string): string => fileURLToPath(new URL(`support/large-files/${name}.ts`, import.meta.url));

const server = spawn(process.execPath, [...flags, script("server")], { stdio: ["pipe", "pipe", "inherit"] });
let connection = "";

beforeAll(async () => {
  const [line] = await once(createInterface(server.stdout), "line");
  const { url, region, credentials } = JSON.parse(line);
  connection = JSON.stringify({
    aws_access_key_id: credentials.accessKeyId,
    aws_secret_access_key: credentials.secretAccessKey,
    aws_region: region,
    aws_endpoint_url: url,
  });
});

afterAll(async () => {
  const ended = once(server, "exit");
  server.stdin.end();
  await ended;
});

interface Report {
  readonly sha256: string;
  readonly sampledRssBytes: number;
  readonly peakRssBytes: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
}

const move = async (task: "upload" | "download"): Promise<Report> => {
  const args = [...flags, script("client"), task, String(size), connection];
  const report: Report = JSON.parse(await run(process.execPath, args, { timeoutMs }));
  const megabytes = [report.sampledRssBytes, report.peakRssBytes].map((bytes) => Math.round(bytes / 1e6));
  const seconds = [report.seconds, report.cpuSeconds].map((value) => value.toFixed(1));
  console.log(`${task} of 2 GiB: ${seconds[0]} s (${seconds[1]} s CPU), RSS ${megabytes[0]} MB sampled, ${megabytes[1]} MB peak`);
  return report;
};

test(
  "2 GiB go up and come down whole, in under 200 MB of memory",
  async () => {
    const up = await move("upload");
    const down = await move("download");
    expect(down.sha256).toBe(up.sha256);
    expect(Math.max(up.sampledRssBytes, up.peakRssBytes)).toBeLessThan(maxRssBytes);
    expect(Math.max(down.sampledRssBytes, down.peakRssBytes)).toBeLessThan(maxRssBytes);
  },
  timeoutMs,
);
