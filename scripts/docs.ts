import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { awsTools } from "@tsunagu/aws";
import type { Tool } from "@tsunagu/core";
import { kintoneTools } from "@tsunagu/kintone";

/** Writes the README's table of tools. `node --conditions=@tsunagu/source scripts/docs.ts [--check]` */
const readme = join(import.meta.dirname, "..", "README.md");
const [begin, end] = ["<!-- tools:begin -->", "<!-- tools:end -->"];

const row = ({ name, title, effect, permissions }: Tool): string =>
  `| \`${name}\` | ${title} | ${effect.kind} | ${permissions.map((permission) => `\`${permission}\``).join(", ")} |`;

const table = [
  "| Tool | What it does | Effect | Needs |",
  "|---|---|---|---|",
  ...[...awsTools, ...kintoneTools].map(row),
].join("\n");

const before = readFileSync(readme, "utf8");
const after = `${before.slice(0, before.indexOf(begin) + begin.length)}\n${table}\n${before.slice(before.indexOf(end))}`;
if (process.argv.includes("--check")) {
  if (before !== after) throw new Error("README.md's table of tools is not what the tools say. Run: pnpm docs");
} else writeFileSync(readme, after);
