import { readFile, writeFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { ToolFailure } from "@tsunagu/core";
import { readFormFields, recordTypes } from "@tsunagu/kintone";
import { writeNewFile } from "../../files/write-new-file.ts";
import { printJson } from "../../output/print.ts";
import { type SessionOptions, withSession } from "./with-session.ts";

export interface TypesCommandOptions extends SessionOptions {
  readonly out: string;
}

/** Writes the TypeScript types and zod schemas of an app's records to a file or to standard output. */
export const typesCommand = (options: TypesCommandOptions): Promise<void> =>
  withSession(options, async (session, signal) => {
    const { app, out, requestTimeout } = options;
    const form = await readFormFields(session, app, { signal, timeoutMs: requestTimeout * 1000 });
    if (form.isErr()) throw new ToolFailure(form.error);
    const text = recordTypes({ appId: app, properties: form.value.properties });
    if (out === "-") {
      process.stdout.write(text);
      return;
    }
    if (await isOfSameApp(out, text)) await writeFile(out, text, { signal });
    else await writeNewFile(out, Readable.from([Buffer.from(text)]), signal);
    printJson({ app_id: app, out, revision: form.value.revision });
  });

/** A file that this command wrote before, for the same app, is written anew; any other is left alone. */
const isOfSameApp = async (path: string, text: string): Promise<boolean> => {
  try {
    return (await readFile(path, "utf8")).split("\n")[0] === text.split("\n")[0];
  } catch {
    return false; // not there or not readable, which writing it will tell
  }
};
