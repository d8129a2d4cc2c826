import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { access, link, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { ToolFailure, toolError } from "@tsunagu/core";

/**
 * Writes a file that must not exist yet; it appears whole or not at all. Throws a ToolFailure, `conflict`, when there
 * is one, before anything is written.
 */
export const writeNewFile = async (
  path: string,
  body: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<void> => {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isThere) throw exists(path);
  const unfinished = `${path}.${randomBytes(4).toString("hex")}.part`;
  try {
    await pipeline(body, createWriteStream(unfinished, { flags: "wx" }), { signal });
    await link(unfinished, path).catch((cause: NodeJS.ErrnoException) => {
      throw cause.code === "EEXIST" ? exists(path) : cause;
    });
  } finally {
    await rm(unfinished, { force: true });
  }
};

const exists = (path: string): ToolFailure =>
  new ToolFailure(
    toolError("conflict", `${path} exists and is not overwritten.`, { hint: "Name another file, or remove that one." }),
  );
