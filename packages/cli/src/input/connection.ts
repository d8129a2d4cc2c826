import { type ConnectionInput, type ConnectionSpec, ToolFailure, toolError } from "@tsunagu/core";
import { note } from "../output/print.ts";

/** Reads `--connection key=value`. Warns of a secret, which others on this machine can see on a command line. */
export const readConnection = (pairs: readonly string[], spec: ConnectionSpec): ConnectionInput | undefined => {
  if (pairs.length === 0) return undefined;
  const values: Record<string, string> = {};
  for (const pair of pairs) {
    const at = pair.indexOf("=");
    if (at <= 0) {
      const known = spec.fields.map((field) => field.name).join(", ");
      const hint = `Such as --connection ${spec.fields[0]?.name ?? "key"}=value. Known: ${known || "none"}.`;
      throw new ToolFailure(toolError("invalid_input", "--connection: is not of the form key=value.", { hint }));
    }
    values[pair.slice(0, at)] = pair.slice(at + 1);
  }
  const secrets = spec.fields.filter((field) => field.type === "secret" && field.name in values);
  for (const { name, env } of secrets) {
    note(
      `Warning: ${name} is a secret, and a command line can be seen by others. Set ${env[0] ?? "an environment variable"} instead.`,
    );
  }
  return values;
};
