import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import type { Tool } from "@tsunagu/core";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const files = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.m?ts$/.test(entry.name) && !entry.parentPath.includes("node_modules"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !path.includes("/dist/"));

const sources = [...files("packages"), ...files("plugins")].filter((path) => path.includes("/src/"));
const isTest = (path: string): boolean => path.endsWith(".test.ts") || path.includes("/testing/");

/** Which workspace packages each package's sources may import. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  "packages/core": [],
  "packages/local": [],
  "packages/aws": ["@tsunagu/core"],
  "packages/kintone": ["@tsunagu/core"],
  "packages/transfer": ["@tsunagu/core", "@tsunagu/aws", "@tsunagu/kintone"],
  "packages/dify-adapter": ["@tsunagu/core"],
  "packages/mcp-adapter": ["@tsunagu/core"],
  "plugins/my_aws_tools": ["@tsunagu/core", "@tsunagu/dify-adapter", "@tsunagu/aws"],
  "plugins/kintone_integration": ["@tsunagu/core", "@tsunagu/dify-adapter", "@tsunagu/kintone"],
  "packages/cli": ["*"],
};

const importsOf = (path: string): readonly string[] =>
  ts.preProcessFile(readFileSync(join(root, path), "utf8")).importedFiles.map(({ fileName }) => fileName);

describe("arrows point one way", () => {
  test.each(Object.entries(arrows))("%s", (folder, allowed) => {
    const wrong = sources
      .filter((path) => path.startsWith(`${folder}/`) && !isTest(path))
      .flatMap((path) => importsOf(path).map((name) => ({ path, name })))
      .filter(({ name }) => name.startsWith("@tsunagu/") || name === "tsunagu")
      .filter(
        ({ name }) => !allowed.includes("*") && !allowed.some((each) => name === each || name.startsWith(`${each}/`)),
      );
    expect(wrong).toEqual([]);
  });

  test("every package with sources has its arrows stated", () => {
    const folders = new Set(sources.map((path) => path.split("/").slice(0, 2).join("/")));
    expect([...folders].filter((folder) => arrows[folder] === undefined)).toEqual([]);
  });

  test("no file imports another package's insides by a relative path", () => {
    const wrong = sources.flatMap((path) =>
      importsOf(path)
        .filter((name) => name.startsWith("."))
        .filter((name) => !join(dirname(path), name).startsWith(path.split("/").slice(0, 3).join("/")))
        .filter((name) => !name.endsWith("package.json"))
        .map((name) => `${path}: ${name}`),
    );
    expect(wrong.filter((line) => !isTest(line.split(":")[0] ?? ""))).toEqual([]);
  });
});

interface Manifest {
  readonly name: string;
  readonly exports?: object;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

describe("what is imported is declared", () => {
  const folders = [...new Set(sources.map((path) => path.split("/").slice(0, 2).join("/")))];
  const builtIn = (name: string): boolean => name.startsWith("node:") || name.startsWith(".");
  const packageOf = (name: string): string =>
    name
      .split("/")
      .slice(0, name.startsWith("@") ? 2 : 1)
      .join("/");

  test.each(folders)("%s", (folder) => {
    const manifest = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as Manifest;
    const published = new Set([
      ...Object.keys(manifest.dependencies ?? {}),
      ...Object.keys(manifest.peerDependencies ?? {}),
    ]);
    const all = new Set([...published, ...Object.keys(manifest.devDependencies ?? {}), "vitest", "fast-check"]);
    const exported = JSON.stringify(manifest.exports ?? {}).includes("testing");
    const missing = sources
      .filter((path) => path.startsWith(`${folder}/`))
      .flatMap((path) =>
        importsOf(path)
          .filter((name) => !builtIn(name))
          .map((name) => ({ path, name: packageOf(name) })),
      )
      .filter(({ name }) => name !== manifest.name)
      .filter(
        ({ path, name }) => !(isTest(path) && !(exported && !path.endsWith(".test.ts")) ? all : published).has(name),
      );
    expect(missing).toEqual([]);
  });
});

describe("leaves stay small", () => {
  test("no source file has more than 250 lines", () => {
    const long = sources
      .filter((path) => !isTest(path))
      .map((path) => ({ path, lines: readFileSync(join(root, path), "utf8").split("\n").length - 1 }))
      .filter(({ lines }) => lines > 250);
    expect(long).toEqual([]);
  });
});

const backends = [
  {
    folder: "packages/aws",
    prefix: "",
    withFolder: true,
    load: async (): Promise<readonly Tool[]> => (await import("@tsunagu/aws")).awsTools,
  },
  {
    folder: "packages/kintone",
    prefix: "kintone_",
    withFolder: false,
    load: async (): Promise<readonly Tool[]> => (await import("@tsunagu/kintone")).kintoneTools,
  },
  {
    folder: "packages/transfer",
    prefix: "kintone_",
    withFolder: true,
    load: async (): Promise<readonly Tool[]> => (await import("@tsunagu/transfer")).transferTools,
  },
];

describe.each(backends)("names line up in $folder", ({ folder, prefix, withFolder, load }) => {
  const camel = (name: string): string => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

  test("file, export, name and test", async () => {
    const problems: string[] = [];
    for (const { name } of await load()) {
      const candidates = sources.filter((path) => path.startsWith(`${folder}/src/`) && nameOf(path) === name);
      const [path] = candidates;
      if (path === undefined) problems.push(`${name}: no file is named for it`);
      else {
        if (!readFileSync(join(root, path), "utf8").includes(`export const ${camel(name)} =`))
          problems.push(`${path}: no export ${camel(name)}`);
        const test = path.replace(/\.ts$/, ".test.ts");
        if (!sources.includes(test)) problems.push(`${path}: no test beside it`);
        else if (![test, `${folder}/src/contract.test.ts`].some((each) => checksContract(each, name)))
          problems.push(`${path}: no test checks the contract`);
      }
    }
    expect(problems).toEqual([]);
  });

  const checksContract = (path: string, name: string): boolean => {
    const text = readFileSync(join(root, path), "utf8");
    return text.includes("checkToolContract") && (text.includes(camel(name)) || text.includes(name));
  };

  /** `s3/list-objects.ts` is s3_list_objects, `record/add-record.ts` kintone_add_record, `export/to-s3.ts` kintone_export_to_s3. */
  const nameOf = (path: string): string => {
    const words = [...(withFolder ? [basename(dirname(path))] : []), basename(path, ".ts")];
    return `${prefix}${words.join("_").replaceAll("-", "_")}`;
  };
});
