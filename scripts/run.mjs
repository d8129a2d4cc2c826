// Runs on any Node from 20 on, before anything is installed: `npm run demo` and `npm test`.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const bin = join(root, "node_modules", ".bin");
const environment = {
  ...process.env,
  PATH: `${bin}${process.platform === "win32" ? ";" : ":"}${process.env.PATH}`,
  TURBO_TELEMETRY_DISABLED: "1",
  DO_NOT_TRACK: "1",
  npm_config_update_notifier: "false",
};
const terminal = process.stdout.isTTY === true;

const run = (command, args, { quiet = false } = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: environment,
      stdio: quiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
    });
    const said = [];
    child.stdout?.on("data", (chunk) => said.push(chunk));
    child.stderr?.on("data", (chunk) => said.push(chunk));
    child.on("error", (cause) => resolve({ code: 1, said: String(cause) }));
    child.on("close", (code) => resolve({ code: code ?? 1, said: Buffer.concat(said).toString() }));
  });

/** Runs one quiet step with its time; shows what it said only when it fails. */
const step = async (title, command, args) => {
  const started = Date.now();
  const spinner = terminal
    ? setInterval(() => process.stdout.write(`\r${title} … ${Math.round((Date.now() - started) / 1000)} s`), 200)
    : undefined;
  const { code, said } = await run(command, args, { quiet: true });
  clearInterval(spinner);
  process.stdout.write(
    `${terminal ? "\r" : ""}${title} … ${code === 0 ? "done" : "failed"} in ${((Date.now() - started) / 1000).toFixed(1)} s\n`,
  );
  if (code !== 0) process.stdout.write(said);
  return code;
};

const install = () => step("Installing", "npx", ["-y", "pnpm@12", "install", "--frozen-lockfile"]);
const build = () =>
  step("Building", "npx", ["-y", "pnpm@12", "exec", "turbo", "run", "build", "--output-logs=errors-only"]);

const demo = async () => {
  for (const part of [install, build]) if ((await part()) !== 0) return 1;
  return (await run("node", ["examples/demo/run.ts"])).code;
};

const succeeds = (command, args) => spawnSync(command, args, { env: environment, stdio: "ignore" }).status === 0;

/** What the tests need of the system: as root on Debian it is installed here. */
const systemNeeds = [
  {
    name: "python3 with its venv module",
    packages: ["python3", "python3-venv"],
    isThere: () => succeeds("python3", ["-c", "import venv, ensurepip"]),
  },
  {
    name: "Chromium",
    packages: ["chromium-headless-shell"],
    isThere: () =>
      ["chromium-headless-shell", "chromium", "google-chrome"].some((program) => succeeds(program, ["--version"])),
  },
];

const ensureSystem = async () => {
  const missing = systemNeeds.filter(({ isThere }) => !isThere());
  if (missing.length === 0) return 0;
  const packages = missing.flatMap((need) => need.packages);
  if (process.getuid?.() === 0 && succeeds("apt-get", ["--version"])) {
    await step("Updating package lists", "apt-get", ["update", "-qq"]);
    return step(`Installing ${packages.join(", ")}`, "apt-get", [
      "install",
      "-y",
      "-qq",
      "--no-install-recommends",
      ...packages,
    ]);
  }
  process.stdout.write(`Needed: ${missing.map(({ name }) => name).join(" and ")} (Debian: ${packages.join(", ")}).\n`);
  return 1;
};

const test = async () => {
  for (const part of [install, ensureSystem]) if ((await part()) !== 0) return close(0, 1);
  const out = join(root, "out", "test");
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const counts = { passed: 0, failed: 0 };
  const count = (code) => (code === 0 ? counts.passed++ : counts.failed++);

  count(await step("Format and lint", "biome", ["check", "--error-on-warnings", "."]));
  count(await step("Types", "tsc", ["--noEmit"]));
  count(await step("Documentation", "node", ["--conditions=@tsunagu/source", "scripts/docs.ts", "--check"]));
  count(await build());
  for (const project of ["structure", "unit", "process", "conformance"]) {
    const report = join(out, `${project}.json`);
    const { code } = await run("vitest", [
      "run",
      "--project",
      project,
      "--reporter=dot",
      "--reporter=json",
      `--outputFile.json=${report}`,
    ]);
    const result = readReport(report);
    counts.passed += result.passed;
    counts.failed += result.failed;
    if (code !== 0 && result.failed === 0) counts.failed++;
  }
  for (const gate of ["publint", "types", "size", "tarball"])
    count(await step(`Package gate: ${gate}`, "node", ["scripts/gates.ts", gate]));
  return close(counts.passed, counts.failed);
};

const readReport = (path) => {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(path, "utf8"));
    return { passed: numPassedTests, failed: numFailedTests };
  } catch {
    return { passed: 0, failed: 0 };
  }
};

const close = (passed, failed) => {
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
};

const commands = { demo, test };
const command = commands[process.argv[2]];
if (command === undefined) {
  process.stdout.write(`Usage: node scripts/run.mjs <${Object.keys(commands).join("|")}>\n`);
  process.exit(2);
}
process.exit(await command());
