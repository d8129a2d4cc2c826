import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Writes a package's files to a directory as the daemon extracts them: readable, never executable. */
export const installFiles = async (files: ReadonlyMap<string, Uint8Array>, directory: string): Promise<void> => {
  for (const [path, content] of files) {
    const target = join(directory, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content, { mode: 0o644 });
  }
};
