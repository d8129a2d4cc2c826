import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The gates that a package passes before it may be published. `node scripts/gates.ts [publint|types|size|tarball]` */
const root = join(import.meta.dirname, "..");
const tarballs = join(root, "out", "tarballs");
const folders = ["packages", "plugins"].flatMap((group) =>
  readdirSync(join(root, group)).map((name) => join(root, group, name)),
);

const run = (command: string, args: readonly string[], cwd = root): string =>
  execFileSync(command, args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 64 * 1024 ** 2,
  });

/** Packs every public package once, as it would be published. */
const pack = (): readonly string[] => {
  rmSync(tarballs, { recursive: true, force: true });
  mkdirSync(tarballs, { recursive: true });
  for (const folder of folders) {
    const { private: hidden } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { private?: boolean };
    if (!hidden) run("npx", ["-y", "pnpm@12", "pack", "--pack-destination", tarballs], folder);
  }
  return readdirSync(tarballs).map((name) => join(tarballs, name));
};

const publint = (): void => {
  for (const tarball of pack()) run("publint", ["--strict", tarball]);
};

const types = (): void => {
  for (const tarball of pack()) {
    if (tarball.includes("/tsunagu-0")) continue; // the command has no entry point to import
    run("attw", [tarball, "--profile", "esm-only", "--no-color"]);
  }
};

const size = (): void => {
  process.stdout.write(run("size-limit", []));
};

/** Installs the tarballs into an empty project with npm, and uses them as a stranger would. */
const tarball = (): void => {
  const packed = pack();
  const project = mkdtempSync(join(tmpdir(), "tsunagu-smoke-"));
  try {
    writeFileSync(join(project, "package.json"), JSON.stringify({ name: "smoke", private: true, type: "module" }));
    run("npm", ["install", "--no-fund", "--no-audit", "--loglevel=error", ...packed], project);
    writeFileSync(join(project, "smoke.ts"), smoke);
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify(consumer));
    run(
      join(root, "node_modules", ".bin", "tsc"),
      ["-p", project, "--typeRoots", join(root, "node_modules", "@types")],
      project,
    );
    process.stdout.write(run("node", ["smoke.ts"], project));
    const listed = JSON.parse(
      run(join(project, "node_modules", ".bin", "tsunagu"), ["list", "--json"], project),
    ) as unknown[];
    process.stdout.write(`tsunagu list: ${listed.length} tools\n`);
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
};

const consumer = {
  compilerOptions: {
    strict: true,
    skipLibCheck: true,
    module: "nodenext",
    target: "es2023",
    noEmit: true,
    types: ["node"],
  },
  files: ["smoke.ts"],
};

const smoke = `
import { s3CreateBucket, s3Operator } from "@tsunagu/aws";
import { createToolkit } from "@tsunagu/core";
import { startLocalAws } from "@tsunagu/local";

const local = await startLocalAws();
const { accessKeyId, secretAccessKey } = local.credentials;
const toolkit = createToolkit({
  tools: [s3CreateBucket, s3Operator],
  connections: {
    aws: {
      aws_access_key_id: accessKeyId,
      aws_secret_access_key: secretAccessKey,
      aws_region: local.region,
      aws_endpoint_url: local.url,
    },
  },
});
const made = await toolkit.call("s3_create_bucket", { bucket_name: "smoke-bucket" });
const written = await toolkit.call("s3_operator", { operation_type: "write", s3_uri: "s3://smoke-bucket/a", text_content: "hi" });
const read = await toolkit.call("s3_operator", { s3_uri: "s3://smoke-bucket/a" });
if (made.isErr() || written.isErr() || read.isErr() || read.value.text !== "hi") {
  throw new Error(JSON.stringify([made, written, read]));
}
console.log("packed packages work");
await toolkit.close();
await local.close();
`;

const gates: Readonly<Record<string, () => void>> = { publint, types, size, tarball };
const chosen = process.argv[2];
if (chosen !== undefined && gates[chosen] === undefined)
  throw new Error(`No such gate: ${chosen}. Gates: ${Object.keys(gates).join(", ")}`);
for (const [name, gate] of Object.entries(gates)) if (chosen === undefined || chosen === name) gate();
