import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { median } from "./measure.ts";

const rounds = 9;

/** How long each built package takes to import in a new process, beside importing one AWS client, and what one tool more costs. */
export const run = async (): Promise<void> => {
  if (!existsSync(fileURLToPath(new URL("../packages/core/dist/index.js", import.meta.url))))
    throw new Error("Build first: pnpm build");
  const client = measure("@aws-sdk/client-s3");
  const row = (name: string, measured: Measured): Measured => {
    print(name, measured, measured.milliseconds / client.milliseconds);
    return measured;
  };
  console.log(
    `${"import".padEnd(44)} ${"tools".padStart(7)} ${"ms".padStart(10)} ${"RSS MB".padStart(10)}        ratio`,
  );
  row("@aws-sdk/client-s3", client);
  row("@tsunagu/core", measure("@tsunagu/core"));
  const few = row("@tsunagu/aws/s3", measure("@tsunagu/aws/s3"));
  const all = row("@tsunagu/aws", measure("@tsunagu/aws"));
  row("@tsunagu/aws/load: all, by name", { ...measure("@tsunagu/aws/load"), tools: all.tools });
  row("@tsunagu/aws/load, and one of them", measure("@tsunagu/aws/load", `.loadAwsTools(["s3_get_object"])`));
  for (const name of ["@tsunagu/kintone", "@tsunagu/mcp-adapter", "@tsunagu/dify-adapter/runtime"])
    row(name, measure(name));
  const more = all.tools - few.tools;
  row(`one tool more of @tsunagu/aws, as the mean of ${more}`, {
    tools: 1,
    milliseconds: (all.milliseconds - few.milliseconds) / more,
    megabytes: (all.megabytes - few.megabytes) / more,
  });
};

interface Measured {
  readonly tools: number;
  readonly milliseconds: number;
  readonly megabytes: number;
}

const print = (name: string, { tools, milliseconds, megabytes }: Measured, ratio: number): void =>
  console.log(
    `${name.padEnd(44)} ${String(tools).padStart(7)} ${milliseconds.toFixed(2).padStart(10)} ${megabytes.toFixed(2).padStart(10)}        ${ratio.toFixed(3)}`,
  );

const measure = (name: string, use = ""): Measured => {
  const script = `const s = performance.now(); const m = await (await import(${JSON.stringify(name)}))${use};
    const took = performance.now() - s; const rss = process.memoryUsage.rss() / 1e6;
    console.log(JSON.stringify([took, rss, Object.values(m).filter((value) => value?.execute !== undefined).length]));`;
  const runs = Array.from({ length: rounds }, () => {
    const printed = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
      cwd: import.meta.dirname,
      encoding: "utf8",
    });
    return JSON.parse(printed) as [number, number, number];
  });
  return {
    milliseconds: median(runs.map(([time]) => time)),
    megabytes: median(runs.map(([, rss]) => rss)),
    tools: runs[0]?.[2] ?? 0,
  };
};
