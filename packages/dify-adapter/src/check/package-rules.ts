import type { PluginFiles } from "../manifest/plugin-files.ts";

/** What the daemon, its packer and the marketplace take at most, packed or not. */
export const maxPackageBytes = 50 * 1024 * 1024;
export const maxPackageFiles = 5000;

/** Folders that the packer leaves out or the marketplace refuses. */
export const blockedFolders: ReadonlySet<string> = new Set([
  "node_modules",
  ".git",
  ".venv",
  "__pycache__",
  ".vscode",
  "dist",
  "build",
  "lib",
]);
const blockedName = /\.(pem|key|log|tmp|bak|pyc|map|node|so|dylib|dll|exe)$/;
const binaryMarks = ["7f454c46", "4d5a", "feedface", "feedfacf", "cefaedfe", "cffaedfe"];

/** The rules for a package's files as a whole: names, kinds, number, size and requirements. */
export const packageProblems = (files: PluginFiles): readonly string[] => {
  const problems = [...files].flatMap(([path, content]) => fileProblems(path, content));
  const bytes = [...files.values()].reduce((total, content) => total + Buffer.byteLength(content), 0);
  if (bytes > maxPackageBytes) problems.push(`package: has ${bytes} bytes unpacked; Dify takes ${maxPackageBytes}`);
  if (files.size > maxPackageFiles) problems.push(`package: has ${files.size} files; at most ${maxPackageFiles} go`);
  const [requirements, pyproject] = ["requirements.txt", "pyproject.toml"].map((path) => files.get(path));
  if (requirements === undefined && pyproject === undefined)
    problems.push("package: has neither requirements.txt nor pyproject.toml, so no environment can be made");
  if (requirements !== undefined) problems.push(...requirementProblems(String(Buffer.from(requirements))));
  return problems;
};

const fileProblems = (path: string, content: string | Uint8Array): string[] => {
  const parts = path.split("/");
  if (path.includes("\\") || parts.some((part) => part === "" || part === "." || part === ".."))
    return [`${path}: is no plain relative path of a file, and Dify does not find or refuses it`];
  const folder = parts.slice(0, -1).find((part) => blockedFolders.has(part));
  if (folder !== undefined) return [`${path}: the marketplace and the packer leave out or refuse folders ${folder}`];
  if (blockedName.test(path)) return [`${path}: the marketplace refuses files of this kind`];
  const start = Buffer.from(content.slice(0, 4)).toString("hex");
  return binaryMarks.some((mark) => start.startsWith(mark)) && typeof content !== "string"
    ? [`${path}: is a program for one kind of machine, which the marketplace refuses`]
    : [];
};

const requirementProblems = (text: string): string[] =>
  text
    .replaceAll("\\\n", " ")
    .split("\n")
    .map((line) => line.replace(/(^|\s)#.*$/, "").trim())
    .filter((line) => line !== "" && !line.startsWith("-"))
    .filter((line) => !/^[A-Za-z0-9._-]+(\[[^\]]*\])?\s*(==|~=|>=|<=|!=|<|>)/.test(line))
    .map((line) => `requirements.txt: ${line}: has no version, or is no package of an index`);
