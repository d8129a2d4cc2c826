import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { codes, table } from "./markdown.ts";
import { inputsCell, outputsCell } from "./parity-cells.ts";
import { type Parity, type SeedTool, toolOf } from "./parity-data.ts";
import { allDefects, countDefects, defectSections, defectsCell } from "./parity-defects.ts";

/** `docs/parity-aws.md`: the tools of the two Dify plugins over AWS, and what became of them. */
export const awsParityPage = (parity: Parity): string => {
  const { data } = parity;
  const { fixed, open } = countDefects(allDefects(parity));
  const sent = operationsIn(parity);
  return [
    "# Parity with the Dify plugins over AWS",
    "",
    `The ${Object.keys(data.tools).length} tools of the Dify plugins \`my_aws_tools\` 1.0.3 and \`aws_tools\` 0.0.30, under the same names and with the same parameters;`,
    `${fixed} of their defects are fixed, ${open} are open. A test that is named here would fail if its defect came back.`,
    "This page is generated from the tools' definitions and [parity/aws.yaml](parity/aws.yaml) (`pnpm docs`).",
    "",
    `Every earlier tool that calls AWS also took ${codes(data.connection)}, or some of them. These are fields of the connection now,`,
    "which a call may bring along; `aws_ak` and `aws_sk` of one earlier tool are the first two.",
    "",
    "## Tools",
    "",
    "Parameters and outputs: first those of the plugins, then, after **new**, those that were added.",
    "",
    ...table(
      ["Tool", "Parameters", "AWS API calls", "Outputs", "Defects"],
      Object.entries(data.tools).map(([name, seed]) => row(parity, name, seed, sent)),
    ),
    "",
    "## Defects",
    "",
    ...defectSections(parity),
  ].join("\n");
};

const row = (parity: Parity, name: string, seed: SeedTool, sent: ReadonlySet<string>): readonly string[] => {
  const tool = toolOf(parity, name);
  const calls = seed.calls ?? tool.permissions;
  for (const call of calls) {
    const [, operation] = /^[a-z0-9-]+:(\w+)$/.exec(call) ?? [];
    if (operation !== undefined && !sent.has(operation)) throw new Error(`${name}: nothing sends ${call}`);
  }
  return [
    `[\`${name}\`](tools/aws/${name}.md)${seed.name === undefined ? "" : ` (was \`${seed.name}\`)`}`,
    inputsCell(seed, tool),
    calls.length === 0 ? "none" : codes(calls),
    outputsCell(seed, tool),
    defectsCell(name, seed.defects),
  ];
};

/** The operations that the package's sources have a command for. */
const operationsIn = ({ root, sources }: Parity): ReadonlySet<string> =>
  new Set(
    globSync(`${sources}/**/*.ts`, { cwd: root }).flatMap((path) =>
      [...readFileSync(join(root, path), "utf8").matchAll(/\bsdk\.(\w+)Command\b/g)].map(
        ([, operation = ""]) => operation,
      ),
    ),
  );
