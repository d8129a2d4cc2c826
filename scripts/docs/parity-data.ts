import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inputJsonSchema, outputJsonSchema, type Tool } from "@tsunagu/core";
import { parse } from "yaml";
import { propertiesOf } from "./markdown.ts";
import { testTitles } from "./test-titles.ts";

/** What `docs/parity/<package>.yaml` holds: what earlier plugins had, and what became of each of their defects. */
export interface ParityData {
  /** The fields of the connection that were parameters of the earlier tools. */
  readonly connection: readonly string[];
  /** Defects of many tools, by heading. */
  readonly shared: Readonly<Record<string, readonly Defect[]>>;
  readonly tools: Readonly<Record<string, SeedTool>>;
  /** Who has which capability; only in kintone's. */
  readonly capabilities?: readonly Capability[];
}

export interface SeedTool {
  /** The tool's earlier name, where it is another. */
  readonly name?: string;
  /** The test file that titles without a path are in, below the package's `src`. */
  readonly file: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Earlier outputs that are gone, each with the reason. */
  readonly gone?: Readonly<Record<string, string>>;
  /** The calls, where they are others than the permissions. */
  readonly calls?: readonly string[];
  readonly defects: readonly Defect[];
}

/** A defect that is fixed names its tests; one that is not says under `open` what is missing. */
export interface Defect {
  readonly was: string;
  readonly now: string;
  readonly tests?: readonly string[];
  readonly open?: string;
}

export interface Capability {
  readonly what: string;
  readonly plugin: string;
  readonly server: string;
  readonly client: string;
  readonly cli: string;
  /** Tools, `tool.input`s and `connection.field`s that show it here; none for a capability that is missing. */
  readonly us: readonly string[];
  readonly tests?: readonly string[];
  readonly note?: string;
}

/** A package's data and what it is about. */
export interface Parity {
  readonly data: ParityData;
  readonly tools: ReadonlyMap<string, Tool>;
  /** The folder of the package's sources, from the root. */
  readonly sources: string;
  readonly root: string;
}

/** The root has no YAML package of its own; this is the one that writes the plugins' declarations. */
/** Reads a package's data. Throws when it names a tool, a parameter, an output or a test that does not exist. */
export const readParity = (root: string, folder: string, all: readonly Tool[]): Parity => {
  const data = parse(readFileSync(join(root, "docs", "parity", `${folder}.yaml`), "utf8")) as ParityData;
  const parity = {
    data,
    tools: new Map(all.map((tool) => [tool.name, tool])),
    sources: `packages/${folder}/src`,
    root,
  };
  const problems = Object.entries(data.tools).flatMap(([name, seed]) => seedProblems(parity, name, seed));
  const fields = all.flatMap(({ connector }) => connector.connection.fields.map((field) => field.name));
  const unknown = data.connection.filter((name) => !fields.includes(name));
  problems.push(...unknown.map((name) => `connection: there is no field ${name}`));
  if (problems.length > 0) throw new Error(`docs/parity/${folder}.yaml:\n${problems.join("\n")}`);
  return parity;
};

const seedProblems = ({ tools }: Parity, name: string, seed: SeedTool): readonly string[] => {
  const tool = tools.get(name);
  if (tool === undefined) return [`${name}: there is no such tool`];
  const { inputs, outputs } = fieldsOf(tool);
  return [
    ...seed.inputs.filter((each) => !inputs.includes(each)).map((each) => `${name}: has no input ${each}`),
    ...seed.outputs.filter((each) => !outputs.includes(each)).map((each) => `${name}: has no output ${each}`),
    ...Object.keys(seed.gone ?? {})
      .filter((each) => outputs.includes(each))
      .map((each) => `${name}: the output ${each} is not gone`),
  ];
};

/** A tool by its name. Throws when there is none. */
export const toolOf = ({ tools }: Parity, name: string): Tool => {
  const tool = tools.get(name);
  if (tool === undefined) throw new Error(`there is no tool ${name}`);
  return tool;
};

/** The names of a tool's inputs and outputs. */
export const fieldsOf = (tool: Tool) => ({
  inputs: propertiesOf(inputJsonSchema(tool.input)).map(([name]) => name),
  outputs: propertiesOf(outputJsonSchema(tool.output)).map(([name]) => name),
});

/** A test by its title, or by the end of it behind its groups; in `file` unless a path comes first. Throws unless it is one. */
export const findTest = ({ root, sources }: Parity, reference: string, file?: string) => {
  const [, named = file, title = reference] = /^(\S+\.test\.ts) > (.*)$/s.exec(reference) ?? [];
  if (named === undefined) throw new Error(`${reference} names no file`);
  const path = /^(packages|plugins|conformance)\//.test(named) ? named : `${sources}/${named}`;
  const found = testTitles(join(root, path)).filter((each) => each === title || each.endsWith(` > ${title}`));
  if (found.length !== 1) throw new Error(`${path} has ${found.length} tests of the title ${JSON.stringify(title)}`);
  return { path, title: found[0] ?? title };
};
