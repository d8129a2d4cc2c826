import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { awsTools } from "@tsunagu/aws";
import {
  constraintText,
  inputJsonSchema,
  type JsonSchema,
  outputJsonSchema,
  signature,
  type Tool,
} from "@tsunagu/core";
import { kintoneTools } from "@tsunagu/kintone";
import { transferTools } from "@tsunagu/transfer";
import { inline, propertiesOf, table } from "./docs/markdown.ts";
import { awsParityPage } from "./docs/parity-aws.ts";
import { readParity } from "./docs/parity-data.ts";
import { kintoneParityPage } from "./docs/parity-kintone.ts";

/**
 * Writes what the tools say of themselves: a page a tool, the README's tables, and how they compare with other tools.
 * `node --conditions=@tsunagu/source scripts/docs.ts [--check]`
 */
const root = join(import.meta.dirname, "..");
const backends: readonly { readonly folder: string; readonly title: string; readonly tools: readonly Tool[] }[] = [
  { folder: "aws", title: "AWS", tools: awsTools },
  { folder: "kintone", title: "kintone", tools: kintoneTools },
  { folder: "transfer", title: "Between the two", tools: transferTools },
];

const inputRow = ([name, schema]: readonly [string, JsonSchema], required: readonly unknown[]): string => {
  const { description = "", ...rest } = schema;
  const type = inline(signature(rest));
  return `| \`${name}\` | \`${type}\` | ${required.includes(name) ? "yes" : ""} | ${inline(`${description} ${constraintText(rest)}`.trim())} |`;
};

const effectText = ({ effect }: Tool): string => {
  if (effect.kind === "read") return "Changes nothing.";
  const again = effect.idempotent ? "Doing it twice changes nothing more." : "Doing it twice does it twice.";
  return `${effect.kind === "destroy" ? "Can destroy something." : "Changes something."} ${again}`;
};

const page = (tool: Tool): string => {
  const input = inputJsonSchema(tool.input);
  const required = Array.isArray(input.required) ? input.required : [];
  const output = propertiesOf(outputJsonSchema(tool.output));
  const lines = [
    `# ${tool.name}`,
    "",
    `**${tool.title}.** ${tool.description}`,
    "",
    `- Effect: ${effectText(tool)}`,
    `- Needs: ${tool.permissions.map((permission) => `\`${permission}\``).join(", ") || "nothing"}`,
    ...(tool.deadlineMs === undefined
      ? []
      : [`- Ends after ${tool.deadlineMs / 1000} s unless the call says otherwise.`]),
    "",
    "## Input",
    "",
    ...(propertiesOf(input).length === 0
      ? ["None."]
      : [
          "| Field | Type | Required | Meaning |",
          "|---|---|---|---|",
          ...propertiesOf(input).map((entry) => inputRow(entry, required)),
        ]),
    "",
    "## Output",
    "",
    "| Field | Type | Meaning |",
    "|---|---|---|",
    ...output.map(
      ([name, { description = "", ...schema }]) =>
        `| \`${name}\` | \`${inline(signature(schema))}\` | ${inline(String(description))} |`,
    ),
  ];
  return `${lines.join("\n")}\n`;
};

const [begin, end] = ["<!-- tools:begin -->", "<!-- tools:end -->"];
const link = (folder: string, { name }: Tool): string => `[\`${name}\`](docs/tools/${folder}/${name}.md)`;
const groupOf = (folder: string, { name }: Tool): string => {
  const [first = "", ...rest] = name.split("_");
  if (folder === "aws") return first;
  const [path = folder] = globSync(`packages/${folder}/src/*/${rest.join("-")}.ts`, { cwd: root });
  return path.split("/").at(-2) ?? folder;
};
const toolTables = backends.flatMap(({ folder, title, tools }) => {
  const groups = Object.entries(Object.groupBy(tools, (tool) => groupOf(folder, tool)));
  const rows = groups.map(([group, of = []]) => [group, of.map((tool) => link(folder, tool)).join(", ")]);
  return [`### ${title}: ${tools.length} tools`, "", ...table(["", "Tools"], rows), ""];
});
const readme = readFileSync(join(root, "README.md"), "utf8");
const pages = new Map([
  [
    "README.md",
    `${readme.slice(0, readme.indexOf(begin) + begin.length)}\n\n${toolTables.join("\n")}\n${readme.slice(readme.indexOf(end))}`,
  ],
  ...backends.flatMap(({ folder, tools }) =>
    tools.map((tool): [string, string] => [`docs/tools/${folder}/${tool.name}.md`, page(tool)]),
  ),
  ["docs/parity-aws.md", awsParityPage(readParity(root, "aws", awsTools))],
  ["docs/parity-kintone.md", kintoneParityPage(readParity(root, "kintone", kintoneTools))],
]);

const present = [
  ...["README.md", "docs/parity-aws.md", "docs/parity-kintone.md"].filter((path) => existsSync(join(root, path))),
  ...backends.flatMap(({ folder }) => {
    mkdirSync(join(root, "docs", "tools", folder), { recursive: true });
    return readdirSync(join(root, "docs", "tools", folder)).map((name) => `docs/tools/${folder}/${name}`);
  }),
];
const stale = [
  ...present.filter((path) => !pages.has(path)),
  ...[...pages]
    .filter(([path, text]) => !present.includes(path) || readFileSync(join(root, path), "utf8") !== text)
    .map(([path]) => path),
];
if (process.argv.includes("--check")) {
  if (stale.length > 0) throw new Error(`Not what the tools say: ${stale.join(", ")}. Run: pnpm docs`);
} else {
  for (const path of stale) {
    const text = pages.get(path);
    if (text === undefined) rmSync(join(root, path));
    else writeFileSync(join(root, path), text);
  }
}
