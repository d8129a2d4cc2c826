import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { median } from "./measure.ts";

const packages = [
  "@tsunagu/core",
  "@tsunagu/aws/s3",
  "@tsunagu/aws",
  "@tsunagu/kintone",
  "@tsunagu/mcp-adapter",
  "@tsunagu/dify-adapter/runtime",
];
const rounds = 9;

/** How long each built package takes to import in a new process, beside importing one AWS client. */
export const run = async (): Promise<void> => {
  if (!existsSync(fileURLToPath(new URL("../packages/core/dist/index.js", import.meta.url))))
    throw new Error("Build first: pnpm build");
  const baseline = measure("@aws-sdk/client-s3");
  console.log(
    `${"import".padEnd(52)} ${"ms".padStart(10)} ${"RSS MB".padStart(10)}        ratio to @aws-sdk/client-s3`,
  );
  for (const name of ["@aws-sdk/client-s3", ...packages]) {
    const { milliseconds, megabytes } = name === "@aws-sdk/client-s3" ? baseline : measure(name);
    console.log(
      `${name.padEnd(52)} ${milliseconds.toFixed(1).padStart(10)} ${megabytes.toFixed(1).padStart(10)}        ${(milliseconds / baseline.milliseconds).toFixed(2)}`,
    );
  }
};

const measure = (name: string): { milliseconds: number; megabytes: number } => {
  const script = `const s = performance.now(); await import(${JSON.stringify(name)});
    console.log(JSON.stringify([performance.now() - s, process.memoryUsage().rss / 1e6]));`;
  const runs = Array.from({ length: rounds }, () => {
    const printed = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
      cwd: import.meta.dirname,
      encoding: "utf8",
    });
    return JSON.parse(printed) as [number, number];
  });
  return { milliseconds: median(runs.map(([time]) => time)), megabytes: median(runs.map(([, rss]) => rss)) };
};
