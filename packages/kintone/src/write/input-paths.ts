import { type Issue, type ToolError, toolError } from "@tsunagu/core";

/** The same error with each issue's path in words of the tool's input instead of kintone's parameters. */
export const withInputPaths = (error: ToolError, rename: (path: Issue["path"]) => Issue["path"]): ToolError => {
  if (error.issues === undefined) return error;
  const { code, message, ...more } = error;
  return toolError(code, message, {
    ...more,
    issues: error.issues.map((issue) => ({ ...issue, path: rename(issue.path) })),
  });
};

/** Renames the first segment of a path, such as kintone's `record` to our `record_data`. */
export const renamed =
  (from: string, to: string) =>
  (path: Issue["path"]): Issue["path"] =>
    path[0] === from ? [to, ...path.slice(1)] : path;
