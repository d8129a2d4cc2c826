import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "./support/process.ts";

const size = 2 * 1024 ** 3;
const maxRssBytes = 200 * 1000 ** 2;
const timeoutMs = 300_000;
const script = (name: string): string => fileURLToPath(new URL(`support/large-files/${name}`, import.meta.url));

const server = spawn(process.execPath, ["--conditions=@tsunagu/source", script("server.ts")], {
  stdio: ["pipe", "pipe", "inherit"],
});
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

/** In a process of its own, that imports the built packages as any program does. */
const move = async (task: "upload" | "download", isKnown: "known" | "unknown"): Promise<Report> => {
  const args = [script("client.mjs"), task, String(size), isKnown, connection];
  const report: Report = JSON.parse(await run(process.execPath, args, { timeoutMs }));
  const [sampled, peak] = [report.sampledRssBytes, report.peakRssBytes].map((bytes) => Math.round(bytes / 1e6));
  const [wall, cpu] = [report.seconds, report.cpuSeconds].map((seconds) => seconds.toFixed(1));
  console.log(`${task}, size ${isKnown}: ${wall} s (CPU ${cpu} s), RSS ${sampled} MB sampled, ${peak} MB peak`);
  return report;
};

test.each(["known", "unknown"] as const)(
  "2 GiB of %s size go up and come down whole, in under 200 MB of memory",
  async (isKnown) => {
    const up = await move("upload", isKnown);
    const down = await move("download", isKnown);
    expect(down.sha256).toBe(up.sha256);
    for (const { sampledRssBytes, peakRssBytes } of [up, down]) {
      expect(Math.max(sampledRssBytes, peakRssBytes)).toBeLessThan(maxRssBytes);
    }
  },
  timeoutMs,
);
