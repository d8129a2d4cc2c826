import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream, createWriteStream, existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createToolkit } from "@tsunagu/core";
import { bundleProgram } from "@tsunagu/dify-adapter/package";
import { kintonePlanPartitions } from "@tsunagu/kintone";
import { afterAll, beforeAll, expect, test } from "vitest";

const exportedRecords = 1_000_000;
const importedRows = 200_000;
const maxRssBytes = 200 * 1024 ** 2;
/** Mostly 155 MB; now and then V8 lets its young generation grow once more, which makes it 191. */
const maxProgramRssBytes = 240 * 1024 ** 2;
const timeoutMs = 300_000;
const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const serving = ["--conditions=@tsunagu/source", pathOf("support/kintone-bulk/server.ts"), String(exportedRecords)];
const server = spawn(process.execPath, serving, { stdio: ["pipe", "pipe", "inherit"] });
const answers = createInterface(server.stdout)[Symbol.asyncIterator]();
const answer = async () => JSON.parse((await answers.next()).value ?? "{}");
const ask = (command: object) => {
  server.stdin.write(`${JSON.stringify(command)}\n`);
  return answer();
};

let url = "";
let tokens: readonly [string, string] = ["", ""];
let directory = "";

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "kintone-bulk-"));
  const [{ files }, started] = await Promise.all([
    bundleProgram({ entry: pathOf("../packages/cli/src/bin.ts") }),
    answer(),
  ]);
  for (const [path, contents] of files) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), contents);
  }
  url = started.url;
  tokens = [started.token, started.importToken];
});

afterAll(async () => {
  const ended = once(server, "exit");
  server.stdin.end();
  await ended;
  await rm(directory, { recursive: true, force: true });
});

/** Starts the command as it is shipped: bundled, without types. Its peak memory is asked of the operating system. */
const start = (words: readonly string[], token: string) => {
  const child = spawn(process.execPath, [join(directory, "app/main.mjs"), "kintone", ...words], {
    cwd: directory,
    env: { KINTONE_BASE_URL: url, KINTONE_API_TOKEN: token, KINTONE_ALLOW_LOCAL: "true" },
  });
  let peakRssBytes = 0;
  const sampling = setInterval(() => {
    const status = existsSync(`/proc/${child.pid}/status`) ? readFileSync(`/proc/${child.pid}/status`, "utf8") : "";
    peakRssBytes = Math.max(peakRssBytes, Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024);
  }, 50);
  const began = performance.now();
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]).then(
    ([stdout, stderr, [code]]) => {
      clearInterval(sampling);
      return { stdout, stderr, code, peakRssBytes, seconds: (performance.now() - began) / 1000 };
    },
  );
  return { child, ended };
};

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

/** Another client, that adds and deletes records all the while. Answers with the ids that it deleted. */
const disturb = async (token: string, signal: AbortSignal): Promise<ReadonlySet<number>> => {
  const deleted = new Set<number>();
  const send = (method: string, body: object) =>
    fetch(`${url}/k/v1/records.json`, {
      method: "POST",
      headers: { "x-cybozu-api-token": token, "content-type": "application/json", "x-http-method-override": method },
      body: JSON.stringify({ app: 1, ...body }),
    });
  for (let id = 1; !signal.aborted && id < exportedRecords; id += 7919) {
    deleted.add(id);
    const answered = [await send("DELETE", { ids: [id] }), await send("POST", { records: [{}, {}] })];
    expect(answered.map(({ status }) => status)).toEqual([200, 200]);
    await wait(50);
  }
  return deleted;
};

test(
  "a million records are exported in under 200 MB, each exactly once while others add and delete",
  async () => {
    const path = join(directory, "out.jsonl");
    const others = new AbortController();
    const disturbing = disturb(tokens[0], others.signal);
    const { ended } = start(
      ["export", "--app", "1", "--format", "jsonl", "--fields", "Code,名前,Rank", "--out", path],
      tokens[0],
    );
    const { code, stderr, peakRssBytes, seconds } = await ended;
    others.abort();
    const deleted = await disturbing;
    console.log(
      `export: ${seconds.toFixed(1)} s, RSS ${megabytes(peakRssBytes)} peak, ${deleted.size} deleted meanwhile`,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(deleted.size).toBeGreaterThan(20);

    const times = new Uint8Array(exportedRecords + 1_000_000);
    for await (const line of createInterface(createReadStream(path))) {
      const id = Number(/"\$id":\{"type":"__ID__","value":"(\d+)"\}/.exec(line)?.[1]);
      times[id] = (times[id] ?? 0) + 1;
    }
    const ids = Array.from({ length: exportedRecords }, (_, index) => index + 1);
    expect(ids.filter((id) => times[id] !== 1 && !deleted.has(id))).toEqual([]);
    expect(times.every((count) => count <= 1)).toBe(true);
    expect(peakRssBytes).toBeLessThan(maxRssBytes);
  },
  timeoutMs,
);

test.each(["csv", "jsonl"])(
  "a program of one's own exports as much with V8 as it is, as %s",
  async (format) => {
    const connection = { kintone_domain: url, kintone_api_token: tokens[0], kintone_allow_local: "true" };
    const words = [pathOf("support/kintone-bulk/library.mjs"), JSON.stringify(connection), format];
    const { records, peakRssBytes } = JSON.parse((await promisify(execFile)(process.execPath, words)).stdout);
    console.log(`export by a program, ${format}: RSS ${megabytes(peakRssBytes)} peak`);
    expect(records).toBeGreaterThanOrEqual(exportedRecords);
    expect(peakRssBytes).toBeLessThan(maxProgramRssBytes);
  },
  timeoutMs,
);

test(
  "several processes each export a partition, and together every record exactly once",
  async () => {
    const connections = {
      kintone: { kintone_domain: url, kintone_api_token: tokens[0], kintone_allow_local: "true" },
    };
    await using toolkit = createToolkit({ tools: [kintonePlanPartitions], connections });
    const wanted = { kintone_app_id: "1", query: "Rank = 3", partitions: 4 };
    const plan = (await toolkit.call("kintone_plan_partitions", wanted))._unsafeUnwrap();
    const exports = plan.partitions.map(({ query }) => {
      const words = ["export", "--app", "1", "--format", "jsonl", "--fields", "Code", "--query", query];
      return start(words, tokens[0]).ended;
    });
    const ended = await Promise.all(exports);
    expect(ended.map(({ code, stderr }) => ({ code, stderr }))).toEqual(ended.map(() => ({ code: 0, stderr: "" })));
    const ids = ended.flatMap(({ stdout }) => stdout.trim().split("\n")).map((line) => JSON.parse(line).$id.value);
    expect(ended).toHaveLength(4);
    expect(ids).toHaveLength(plan.total_count);
    expect(new Set(ids).size).toBe(plan.total_count);
  },
  timeoutMs,
);

test(
  "200,000 rows are imported through every kind of fault and kills at random points, each exactly once",
  async () => {
    const path = join(directory, "in.csv");
    async function* rows() {
      yield "Code,名前,Rank\n";
      for (let row = 1; row <= importedRows; row += 1000)
        yield Array.from({ length: 1000 }, (_, index) => `R-${row + index},顧客 ${row},${index}\n`).join("");
    }
    await pipeline(rows, createWriteStream(path));
    await ask({ faultsEvery: 150 });
    const command = ["import", "--app", "2", "--file", path, "--update-key", "Code", "--request-timeout", "2"];
    const began = performance.now();
    const peaks: number[] = [];
    let killed = 0;
    for (;;) {
      const words = existsSync(`${path}.journal`) ? [...command, "--resume"] : command;
      const before = (await ask({})).records;
      const { child, ended } = start(words, tokens[1]);
      if (killed < 5) {
        const enough = before + 5_000 + Math.random() * 20_000;
        while ((await ask({})).records < enough && child.exitCode === null) await wait(20);
        child.kill("SIGKILL");
        killed++;
      }
      const { code, stdout, stderr, peakRssBytes } = await ended;
      peaks.push(peakRssBytes);
      if (code === null) continue;
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(JSON.parse(stdout)).toMatchObject({ rows: importedRows, failed: 0, unknown: 0 });
      break;
    }
    const seconds = (performance.now() - began) / 1000;
    console.log(`import: ${seconds.toFixed(1)} s, ${killed} kills, RSS ${megabytes(Math.max(...peaks))} peak`);
    expect(await ask({})).toEqual({ records: importedRows, distinct: importedRows, faults: 0 });
    expect(killed).toBe(5);
    expect(Math.max(...peaks)).toBeLessThan(maxRssBytes);
  },
  timeoutMs,
);
