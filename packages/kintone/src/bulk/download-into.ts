import { createWriteStream } from "node:fs";
import { mkdir, open, realpath, rm } from "node:fs/promises";
import { join, parse, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { limitBytes, ToolFailure, toolError } from "@tsunagu/core";
import type { KintoneSession } from "../session.ts";
import { maxFileBytes } from "../transfer/upload.ts";
import { safeSegment } from "./safe-segment.ts";

/** A directory that downloaded files stay inside, whatever they are named. */
export interface DownloadTarget {
  /** Where it is really, links resolved. */
  readonly root: string;
}

/** Makes the directory, if need be. */
export const openDirectory = async (path: string): Promise<DownloadTarget> => {
  await mkdir(path, { recursive: true });
  return { root: await realpath(path) };
};

/**
 * Downloads a file, streaming, to `<root>/<folder>/<name>`; a name that is taken becomes `<name> (1)`. Answers with
 * the path below the root. Throws a ToolFailure; what was begun is then removed.
 *
 * @see kintone REST API, Download File
 */
export const downloadInto = async (
  { root }: DownloadTarget,
  file: { readonly folder: string; readonly name: string; readonly fileKey: string },
  session: KintoneSession,
  options: { readonly signal: AbortSignal; readonly timeoutMs: number | undefined },
): Promise<string> => {
  const folder = await makeFolder(root, safeSegment(file.folder));
  const name = await claimName(folder, safeSegment(file.name));
  const path = join(folder, name);
  const tooLarge = () => toolError("too_large", `${file.name} is larger than ${maxFileBytes} bytes.`);
  try {
    const request = {
      operation: "downloadFile",
      method: "GET" as const,
      path: `${session.path("file")}?fileKey=${encodeURIComponent(file.fileKey)}`,
      repeatable: true,
      ...options,
    };
    await session.transport.send(request, ({ body }) =>
      pipeline(limitBytes(body, maxFileBytes, tooLarge), createWriteStream(path), { signal: options.signal }),
    );
  } catch (thrown) {
    await rm(path, { force: true });
    throw thrown;
  }
  return `${safeSegment(file.folder)}/${name}`;
};

const makeFolder = async (root: string, name: string): Promise<string> => {
  await mkdir(join(root, name), { recursive: true });
  const folder = await realpath(join(root, name));
  if (folder.startsWith(root.endsWith(sep) ? root : root + sep)) return folder;
  throw new ToolFailure(
    toolError("forbidden", `${name} in the attachments directory is a link that leads out of it.`, {
      hint: "Give a directory of its own.",
    }),
  );
};

const maxSameNames = 1000;

/** Takes the first free name by making an empty file of it. */
const claimName = async (folder: string, name: string): Promise<string> => {
  const { name: stem, ext: extension } = parse(name);
  for (let count = 0; count < maxSameNames; count++) {
    const candidate = count === 0 ? name : `${stem} (${count})${extension}`;
    try {
      await (await open(join(folder, candidate), "wx")).close();
      return candidate;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
    }
  }
  throw new ToolFailure(
    toolError("conflict", `There are ${maxSameNames} files named like ${name} already.`, {
      hint: "Give an empty attachments directory.",
    }),
  );
};
