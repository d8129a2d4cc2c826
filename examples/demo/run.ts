import { createRedactor, redactingLogger } from "@tsunagu/core";
import { createLogger } from "@tsunagu/core/logger";
import { type Caller, difyCaller, libraryCaller, mcpCaller } from "./callers.ts";
import { startEndpoints } from "./endpoints.ts";
import { type CallRow, doJob } from "./job.ts";
import { buildPackages } from "./packages.ts";
import { printTable } from "./table.ts";

const terminal = process.stdout.isTTY === true;
const say = (line: string): void => console.log(line);
const progress = (text: string): void => {
  if (terminal) process.stdout.write(`\r\x1b[K${text}`);
};

/** The main job on local endpoints, three ways. */
await using endpoints = await startEndpoints();
say(`\nLocal AWS at ${endpoints.awsUrl}, local kintone at ${endpoints.kintoneUrl}`);

progress("Building the Dify plugins …");
const started = performance.now();
const packages = await buildPackages("out/plugins");
progress("");
for (const { path, bytes } of Object.values(packages)) say(`Built ${path} (${(bytes / 1024).toFixed(0)} kB)`);
say(`in ${((performance.now() - started) / 1000).toFixed(1)} s`);

const lines: string[] = [];
const logger = createLogger({ stream: { write: (line) => void lines.push(line) } });
const rows: CallRow[] = [];
const digests: string[] = [];
const ways: readonly (() => Caller | Promise<Caller>)[] = [
  () => libraryCaller(endpoints.connections(0), logger),
  () =>
    difyCaller(
      { aws: packages.my_aws_tools.path, kintone: packages.kintone_integration.path },
      endpoints.connections(1),
    ),
  () => mcpCaller(endpoints.environment(2)),
];
for (const [index, open] of ways.entries()) {
  await using caller = await open();
  digests.push(
    await doJob(caller, endpoints.app(index), (row) => {
      rows.push(row);
      progress(`${row.way}: ${row.tool}`);
    }),
  );
}
progress("");
printTable(rows);

const same = new Set(digests).size === 1;
say(
  `\nDigest of what came back: ${digests.map((digest) => digest.slice(0, 12)).join("  ")}  ${same ? "the same three ways" : "DIFFERENT"}`,
);

const redactor = createRedactor();
const secrets = endpoints.connections(0);
for (const value of [secrets.kintone.kintone_api_token, secrets.aws.aws_secret_access_key])
  redactor.register(value ?? "");
redactingLogger(logger, redactor).warn(
  {
    headers: { "X-Cybozu-API-Token": secrets.kintone.kintone_api_token },
    body: { note: encodeURIComponent(secrets.aws.aws_secret_access_key ?? "") },
  },
  `Sent with token ${secrets.kintone.kintone_api_token}`,
);
say(`\nA log line with its secrets redacted:\n${lines.at(-1)?.trim()}`);
say(`A call's own log line:\n${lines[0]?.trim()}`);
const leaked = Object.values({ ...secrets.kintone, ...secrets.aws }).some(
  (value) => value.length > 20 && !value.startsWith("http") && lines.join("").includes(value),
);
if (!same || leaked) process.exitCode = 1;
