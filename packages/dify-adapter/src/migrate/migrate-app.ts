import { isMap, isPair, isScalar, type Node, parseDocument, type Scalar, visit, type YAMLMap } from "yaml";
import { type Moves, moveParameters, type ParameterPlaces } from "./move-parameters.ts";
import type { MigrationTarget } from "./target.ts";
import { applyEdits, type Edit, mapOf, pairOf, replaceScalar, textOf } from "./text-edits.ts";

/** An app after its migration. */
export interface MigratedApp {
  readonly text: string;
  /** What was changed, one sentence each. */
  readonly changes: readonly string[];
  /** What a person has to look at, one sentence each. */
  readonly notes: readonly string[];
}

/** Characters of an app that is read: exported apps are far smaller. */
const maxCharacters = 20_000_000;

/**
 * Moves an exported app over to other plugins: dependencies, tool nodes, tools of agents, and their parameters where the new
 * tool has them in another place. All else stays byte for byte. Throws an Error for what is no exported app.
 *
 * @see Dify, App DSL
 */
export const migrateApp = (source: string, targets: readonly MigrationTarget[]): MigratedApp => {
  if (source.length > maxCharacters) throw new Error(`The app has more than ${maxCharacters} characters.`);
  const document = parseDocument(source);
  const [error] = document.errors;
  if (error !== undefined) throw new Error(`The app is no YAML: ${error.message.split("\n")[0]}`);
  if (!isMap(document.contents) || textOf(document.contents, "kind") !== "app")
    throw new Error("This is no exported app: it has no `kind: app`.");
  const edits: Edit[] = [];
  const changes = new Set<string>();
  const notes = new Set<string>();
  const find = (value: unknown): MigrationTarget | undefined =>
    typeof value === "string" ? targets.find((target) => target.replaces.some((id) => refersTo(value, id))) : undefined;

  visit(document, {
    Map: (_key, map, path) => {
      const target = find(providerOf(map));
      const tool = textOf(map, "tool_name");
      if (target === undefined || tool === undefined) return;
      const where = `${titleOf(map, path)}: ${tool}`;
      const parameters = target.tools.get(tool);
      if (parameters === undefined) {
        notes.add(`${where}: ${target.pluginId} has no tool of this name; choose another one`);
        return;
      }
      changes.add(`${where}: now of ${target.pluginId}`);
      if (pairOf(map, "credential_id") !== undefined && textOf(map, "credential_id") !== undefined)
        notes.add(`${where}: credential_id: names a credential of the earlier plugin; choose one in Dify`);
      const moves = movesOf(source, map, parameters);
      edits.push(...moves.edits);
      for (const note of moves.notes) notes.add(`${where}: ${note}`);
    },
    Scalar: (key, scalar, path) => {
      const target = key === "value" ? find(scalar.value) : undefined;
      if (target === undefined || typeof scalar.value !== "string") return;
      const text = replacement(nameOf(path), scalar.value, target);
      if (text === undefined || isToolWithoutTarget(path, target)) return;
      edits.push(replaceScalar(scalar, text));
      if (text === target.identifier) changes.add(`${scalar.value}: now ${target.identifier}`);
    },
  });
  const text = applyEdits(source, edits);
  for (const line of leftovers(text, targets)) notes.add(line);
  return { text, changes: [...changes], notes: [...notes] };
};

/** Whether a text is a plugin's id, one of its versions, or a provider of it. */
const refersTo = (value: string, id: string): boolean =>
  value === id || value.startsWith(`${id}/`) || value.startsWith(`${id}:`);

/** Keys that hold the id of a provider. */
const providerKeys = ["provider_id", "provider_name", "provider"];

const providerOf = (map: YAMLMap): string | undefined =>
  providerKeys.map((key) => textOf(map, key)).find((value) => value?.includes("/"));

/** What a key of a reference holds afterwards; undefined for a key that holds no reference. */
const replacement = (key: string, value: string, target: MigrationTarget): string | undefined => {
  if (key.endsWith("plugin_unique_identifier")) return target.identifier;
  if (key === "plugin_id") return target.pluginId;
  if ([...providerKeys, "provider_show_name"].includes(key)) return value.includes("/") ? target.provider : undefined;
  return undefined;
};

const nameOf = (path: readonly unknown[]): string => {
  const pair = path.at(-1);
  return isPair(pair) && isScalar(pair.key) ? String(pair.key.value) : "";
};

/** A reference to a tool that the new plugin does not have stays whole. */
const isToolWithoutTarget = (path: readonly unknown[], target: MigrationTarget): boolean => {
  const owner = path.at(-2);
  const tool = isMap(owner) ? textOf(owner, "tool_name") : undefined;
  return tool !== undefined && !target.tools.has(tool);
};

/** A node's title, or that of the agent around the tool. */
const titleOf = (map: YAMLMap, path: readonly unknown[]): string => {
  const owners = [map, ...path.toReversed().filter((node): node is YAMLMap => isMap(node as Node))];
  return owners.map((owner) => textOf(owner, "title")).find((title) => title !== undefined) ?? "agent";
};

/** Moves the parameters of a workflow's tool node, or of a tool of an agent node. An agent app has them in one place. */
const movesOf = (source: string, map: YAMLMap, forms: ReadonlyMap<string, "llm" | "form">): Moves => {
  if (pairOf(map, "tool_configurations") !== undefined) return moveParameters(source, map, nodePlaces(map), forms);
  if (pairOf(map, "settings") !== undefined) return moveParameters(source, map, agentPlaces, forms);
  const fixed = mapOf(map, "tool_parameters")?.items.map((pair) => String((pair.key as Scalar).value)) ?? [];
  const chosen = fixed.filter((name) => forms.get(name) === "llm");
  return { edits: [], notes: chosen.map((name) => `tool_parameters.${name}: the model chooses it from now on`) };
};

/** Since its second version a tool node holds what its form sets in the same way as everything else. */
const nodePlaces = (map: YAMLMap): ParameterPlaces => ({
  llm: "tool_parameters",
  form: "tool_configurations",
  bareForm: String(pairOf(map, "tool_node_version")?.value ?? "1") < "2",
  wrap: (value, indent) => {
    const kind = /^(-?\d+(\.\d+)?|true|false|null|\[.*|\{.*)$/s.test(value) ? "constant" : "mixed";
    return `${" ".repeat(indent)}type: ${kind}\n${" ".repeat(indent)}value: ${value}\n`;
  },
});

const agentPlaces: ParameterPlaces = {
  llm: "parameters",
  form: "settings",
  bareForm: false,
  mark: "auto: 0",
  wrap: (value, indent) => `${" ".repeat(indent)}auto: 0\n${" ".repeat(indent)}value: ${value}\n`,
};

/** References that are still there, in texts or under keys that are not known to hold any. */
const leftovers = (text: string, targets: readonly MigrationTarget[]): readonly string[] =>
  text.split("\n").flatMap((line, index) =>
    targets
      .flatMap((target) => target.replaces)
      .filter((id) => line.includes(id))
      .map((id) => `line ${index + 1}: still names ${id}`),
  );
