import { existsSync, readFileSync } from "node:fs";
import ts from "typescript";

const titles = new Map<string, readonly string[]>();

/** The titles of a file's tests, each behind those of the groups it is in: `group > test`. They are read, not run. */
export const testTitles = (path: string): readonly string[] => {
  const known = titles.get(path);
  if (known !== undefined) return known;
  if (!existsSync(path)) throw new Error(`${path} is no file`);
  const found = titlesIn(ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest), []);
  titles.set(path, found);
  return found;
};

const titlesIn = (node: ts.Node, groups: readonly string[]): readonly string[] => {
  const found: string[] = [];
  ts.forEachChild(node, (child) => {
    const named = ts.isCallExpression(child) ? titleOf(child) : undefined;
    if (named === undefined) found.push(...titlesIn(child, groups));
    else if (named.kind === "describe") found.push(...titlesIn(child, [...groups, named.title]));
    else found.push([...groups, named.title].join(" > "));
  });
  return found;
};

const titleOf = ({ expression, arguments: [title] }: ts.CallExpression) => {
  const kind = nameOf(expression);
  if (title === undefined || !ts.isStringLiteralLike(title) || !["test", "it", "describe"].includes(kind)) return;
  return { kind, title: title.text };
};

/** The name at the root of `test`, `test.each(…)` and the like; none of what is skipped. */
const nameOf = (node: ts.Expression): string => {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node) && ["skip", "todo"].includes(node.name.text)) return "";
  return ts.isPropertyAccessExpression(node) || ts.isCallExpression(node) ? nameOf(node.expression) : "";
};
