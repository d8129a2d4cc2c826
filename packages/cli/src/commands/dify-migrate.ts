import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { makeTempDirectory } from "@tsunagu/core";
import { type MigrationTarget, migrateApp, migrationTarget } from "@tsunagu/dify-adapter";
import { buildPackage } from "@tsunagu/dify-adapter/package";
import { note } from "../output/print.ts";
import { shipped } from "./dify-build.ts";
import { readingFailure, refuseTaken, writeNewFile } from "./dify-file.ts";

/** The plugins that each of ours takes the place of. */
const replaced = {
  my_aws_tools: ["langgenius/aws_tools", "r3-yamauchi/my_aws_tools"],
  kintone_integration: ["r3-yamauchi/kintone_integration"],
};

/** Moves an exported app over to our plugins. The app goes to a new file or standard output, what happened to standard error. */
export const difyMigrate = async (path: string, options: { readonly out?: string | undefined }): Promise<void> => {
  const source = await readFile(path, "utf8").catch((cause: unknown) => {
    throw readingFailure(path, cause);
  });
  if (options.out !== undefined) refuseTaken(options.out);
  const names = (["my_aws_tools", "kintone_integration"] as const).filter((name) =>
    replaced[name].some((id) => source.includes(id)),
  );
  const targets = await Promise.all(names.map(targetOf));
  const { text, changes, notes } = attempt(path, () => migrateApp(source, targets));
  if (options.out === undefined) process.stdout.write(text);
  else await writeNewFile(options.out, text);
  for (const change of changes) note(`changed  ${change}`);
  for (const line of notes) note(`look at  ${line}`);
  if (changes.length === 0) note("The app uses none of the plugins that these replace; it is unchanged.");
};

/** The package is built for its checksum, which is part of what an app's dependencies hold. */
const targetOf = async (name: keyof typeof shipped): Promise<MigrationTarget> => {
  const { plugin, entry } = await shipped[name]();
  await using directory = await makeTempDirectory();
  const { identifier } = await buildPackage(plugin, { entry: fileURLToPath(entry), outDir: directory.path });
  return migrationTarget(plugin, { identifier, replaces: replaced[name] });
};

const attempt = <T>(path: string, work: () => T): T => {
  try {
    return work();
  } catch (cause) {
    throw readingFailure(path, cause);
  }
};
