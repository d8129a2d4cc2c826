import { isObject } from "@tsunagu/core";
import { parse } from "yaml";
import type * as z from "zod";
import type { PluginFiles } from "../manifest/plugin-files.ts";
import { manifestShape } from "./manifest-shape.ts";
import { packageProblems } from "./package-rules.ts";
import { providerShape } from "./provider-shape.ts";
import { toolShape } from "./tool-shape.ts";

/**
 * Applies the strictest rules that any part of Dify has to a plugin's files. The command line tool and the daemon accept
 * more, and the rest of Dify then fails on it, up to an empty plugin list. Answers with one sentence for each problem,
 * naming the file, the tool and the field; none for a plugin that is right.
 */
export const checkPlugin = (files: PluginFiles): readonly string[] => {
  const problems: string[] = [...packageProblems(files)];
  const read = <S extends z.ZodType>(path: string, shape: S): z.infer<S> | undefined => {
    const file = files.get(path);
    if (file === undefined) {
      problems.push(`${path}: is missing`);
      return undefined;
    }
    const value = parseYaml(String(Buffer.from(file)));
    if (value instanceof Error) {
      problems.push(`${path}: is no YAML: ${value.message.split("\n")[0]}`);
      return undefined;
    }
    const checked = shape.safeParse(value);
    for (const issue of checked.error?.issues ?? [])
      problems.push(`${path}: ${[...subject(value), fieldName(value, issue.path), issue.message].join(": ")}`);
    return checked.data;
  };
  const exists = (path: string, from: string): void => {
    if (!files.has(path)) problems.push(`${from}: names ${path}, which is missing`);
  };
  const assets = (names: readonly (string | undefined)[], from: string): void => {
    for (const name of names) if (name !== undefined) exists(`_assets/${name}`, from);
  };

  const manifest = read("manifest.yaml", manifestShape);
  exists("README.md", "package");
  if (manifest === undefined) return problems;
  assets([manifest.icon, manifest.icon_dark], "manifest.yaml");
  exists(`${manifest.meta.runner.entrypoint.replaceAll(".", "/")}.py`, "manifest.yaml");
  exists(manifest.privacy, "manifest.yaml");
  for (const path of manifest.plugins.endpoints ?? []) exists(path, "manifest.yaml");
  for (const path of manifest.plugins.tools) {
    const provider = read(path, providerShape);
    if (provider === undefined) continue;
    assets([provider.identity.icon, provider.identity.icon_dark], path);
    const seen = new Set<string>();
    for (const toolPath of provider.tools) {
      const tool = read(toolPath, toolShape);
      if (tool === undefined) continue;
      const { name } = tool.identity;
      if (seen.has(name)) problems.push(`${toolPath}: tool ${name}: identity.name: another tool has it`);
      seen.add(name);
      for (const double of doubles(tool.parameters.map((parameter) => parameter.name)))
        problems.push(`${toolPath}: tool ${name}: parameters: two are named ${double}`);
    }
  }
  return problems;
};

const parseYaml = (source: string): unknown => {
  try {
    return parse(source);
  } catch (cause) {
    return cause instanceof Error ? cause : new Error(String(cause));
  }
};

/** The tool that a file declares, if it declares one. */
const subject = (value: unknown): readonly string[] => {
  const identity = isObject(value) && "parameters" in value ? value["identity"] : undefined;
  return isObject(identity) && typeof identity["name"] === "string" ? [`tool ${identity["name"]}`] : [];
};

/** A field's path with the names of list items in place of their positions: `parameters.query.label.en_US`. */
const fieldName = (value: unknown, path: readonly PropertyKey[]): string => {
  let node = value;
  const names = path.map((key) => {
    node = isObject(node) || Array.isArray(node) ? (node as Readonly<Record<PropertyKey, unknown>>)[key] : undefined;
    return typeof key === "number" && isObject(node) && typeof node["name"] === "string" ? node["name"] : String(key);
  });
  return names.join(".") || "file";
};

const doubles = (names: readonly string[]): readonly string[] =>
  names.filter((name, index) => names.indexOf(name) !== index);
