import { parseArgs } from "node:util";

/** `pnpm bench [call|dify|import|redact …]`: ratios within one run, never absolute promises. */
const sections: Readonly<Record<string, () => Promise<{ run(): Promise<void> }>>> = {
  call: () => import("./call.ts"),
  dify: () => import("./dify.ts"),
  import: () => import("./import.ts"),
  redact: () => import("./redact.ts"),
};

const { positionals } = parseArgs({ allowPositionals: true });
const unknown = positionals.find((name) => sections[name] === undefined);
if (unknown !== undefined)
  throw new Error(`No such section: ${unknown}. Sections: ${Object.keys(sections).join(", ")}`);
for (const [name, load] of Object.entries(sections)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  console.log(`\n== ${name}`);
  await (await load()).run();
}
