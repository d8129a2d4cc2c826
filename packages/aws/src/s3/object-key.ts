import { invalidField, type ToolError } from "@tsunagu/core";
import { err, ok, type Result } from "neverthrow";
import { keyProblem } from "./uri.ts";

/**
 * The key that an upload gets: the given key, as it is, or the file's name, under a prefix with one slash between. Slashes and
 * spaces around a prefix do not count, as in the plugin that these tools follow: in S3 they would be folders of their own.
 */
export const uploadKey = (
  fileName: string,
  place: { readonly key_prefix?: string | undefined; readonly object_key?: string | undefined },
): Result<string, ToolError> => {
  const prefix = (place.key_prefix ?? "").replace(/^[\s/]+/, "").replace(/[\s/]+$/, "");
  const name = place.object_key ?? fileName;
  const key = prefix === "" ? name : `${prefix}/${name}`;
  const problem = keyProblem(key);
  return problem === undefined ? ok(key) : err(invalidField("object_key", problem));
};

/** Makes the names of one batch different, in order of asking: the second `a.txt` becomes `a-1.txt`. */
export const distinctNames = (): ((name: string) => string) => {
  const taken = new Set<string>();
  return (name) => {
    const dot = name.lastIndexOf(".");
    const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
    let candidate = name;
    for (let count = 1; taken.has(candidate); count++) candidate = `${stem}-${count}${ending}`;
    taken.add(candidate);
    return candidate;
  };
};
