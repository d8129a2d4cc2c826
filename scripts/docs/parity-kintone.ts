import { codes, inline, table } from "./markdown.ts";
import { inputsCell, outputsCell } from "./parity-cells.ts";
import { type Capability, fieldsOf, type Parity, toolOf } from "./parity-data.ts";
import { allDefects, countDefects, defectSections, defectsCell, testLinks } from "./parity-defects.ts";

/** `docs/parity-kintone.md`: who can do what with kintone, and what became of the Dify plugin's tools. */
export const kintoneParityPage = (parity: Parity): string => {
  const { data } = parity;
  const { fixed, open } = countDefects(allDefects(parity));
  return [
    "# Parity with other kintone tools",
    "",
    "This page is generated from the tools' definitions and [parity/kintone.yaml](parity/kintone.yaml) (`pnpm docs`).",
    "",
    "## Who can do what",
    "",
    "Plugin: the Dify plugin `kintone_integration` 0.2.0. Server: `kintone/mcp-server` 1.9.2. Client: `@kintone/rest-api-client` 6.2.1.",
    "Command line: `cli-kintone`, as documented. yes, part or –; what stands under **tsunagu** exists, or this page could not be made.",
    "",
    ...table(
      ["Capability", "Plugin", "Server", "Client", "Command line", "tsunagu"],
      (data.capabilities ?? []).map((each) => [
        inline(each.what),
        ...[each.plugin, each.server, each.client, each.cli].map(inline),
        ourCell(parity, each),
      ]),
    ),
    "",
    "## The plugin's tools",
    "",
    `The plugin's ${Object.keys(data.tools).length} tools, under the same names and with the same parameters; ${fixed} of their defects are fixed, ${open} are open.`,
    "A test that is named here would fail if its defect came back.",
    `Every earlier tool that calls kintone also took ${codes(data.connection)}: fields of the connection now, which a call may bring along.`,
    "",
    "Parameters and outputs: first those of the plugin, then, after **new**, those that were added.",
    "",
    ...table(
      ["Tool", "Parameters", "Outputs", "Defects"],
      Object.entries(data.tools).map(([name, seed]) => [
        `[\`${name}\`](tools/kintone/${name}.md)`,
        inputsCell(seed, toolOf(parity, name)),
        outputsCell(seed, toolOf(parity, name)),
        defectsCell(name, seed.defects),
      ]),
    ),
    "",
    "## Defects",
    "",
    ...defectSections(parity),
  ].join("\n");
};

const ourCell = (parity: Parity, { us, tests = [], note }: Capability): string => {
  for (const name of us) checkEvidence(parity, name);
  const parts = [us.length === 0 ? "" : codes(us), testLinks(parity, tests), note === undefined ? "" : inline(note)];
  return parts.filter((part) => part !== "").join("; ") || "–";
};

/** Throws unless it is a tool, a tool's input, or a field of the connection. */
const checkEvidence = (parity: Parity, name: string): void => {
  const [owner = "", field] = name.split(".");
  if (owner === "connection") {
    const { fields } = toolOf(parity, "kintone_query").connector.connection;
    if (!fields.some((each) => each.name === field)) throw new Error(`${name}: there is no such connection field`);
    return;
  }
  const tool = toolOf(parity, owner);
  if (field !== undefined && !fieldsOf(tool).inputs.includes(field)) throw new Error(`${name}: there is no such input`);
};
