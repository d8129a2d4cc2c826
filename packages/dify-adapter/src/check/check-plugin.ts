import { parse } from "yaml";
import type * as z from "zod";
import type { PluginFiles } from "../manifest/plugin-files.ts";
import { manifestShape, providerShape, toolShape } from "./declarations.ts";

/**
 * Applies the strictest rules that any part of Dify has to a plugin's files. The command line tool and the daemon accept
 * more, and the rest of Dify then fails on it, up to an empty plugin list. Answers with one sentence for each problem,
 * naming the file and the field; none for a plugin that is right.
 */
export const checkPlugin = (files: PluginFiles): readonly string[] => {
  const problems: string[] = [];
  const read = <S extends z.ZodType>(path: string, shape: S): z.infer<S> | undefined => {
    const file = files.get(path);
    if (file === undefined) {
      problems.push(`${path}: is missing`);
      return undefined;
    }
    const checked = shape.safeParse(parse(String(file)));
    for (const issue of checked.error?.issues ?? [])
      problems.push(`${path}: ${issue.path.join(".") || "file"}: ${issue.message}`);
    return checked.data;
  };
  const exists = (path: string, from: string): void => {
    if (!files.has(path)) problems.push(`${from}: names ${path}, which is missing`);
  };

  const manifest = read("manifest.yaml", manifestShape);
  for (const path of ["main.py", "requirements.txt", "README.md"]) exists(path, "package");
  if (manifest === undefined) return problems;
  exists(`_assets/${manifest.icon}`, "manifest.yaml");
  exists(manifest.privacy, "manifest.yaml");
  for (const path of manifest.plugins.tools) {
    const provider = read(path, providerShape);
    if (provider === undefined) continue;
    exists(`_assets/${provider.identity.icon}`, path);
    const seen = new Set<string>();
    for (const toolPath of provider.tools) {
      const tool = read(toolPath, toolShape);
      if (tool === undefined) continue;
      if (seen.has(tool.identity.name)) problems.push(`${toolPath}: identity.name: another tool has it`);
      seen.add(tool.identity.name);
      problems.push(
        ...doubles(tool.parameters.map((parameter) => parameter.name)).map(
          (name) => `${toolPath}: parameters: two are named ${name}`,
        ),
      );
    }
  }
  return problems;
};

const doubles = (names: readonly string[]): readonly string[] =>
  names.filter((name, index) => names.indexOf(name) !== index);
