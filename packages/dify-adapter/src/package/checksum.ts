import { createHash } from "node:crypto";
import { comparePaths } from "./zip.ts";

/**
 * The checksum that is part of a package's identity: a hash over the hashes of each path and content, in order of paths.
 *
 * @see dify-plugin-daemon, pkg/plugin_packager/decoder
 */
export const packageChecksum = (files: ReadonlyMap<string, Uint8Array>): string => {
  const total = createHash("sha256");
  for (const [path, content] of [...files].sort(([a], [b]) => comparePaths(a, b))) {
    total.update(sha256(path)).update(sha256(content));
  }
  return total.digest("hex");
};

const sha256 = (data: string | Uint8Array): Buffer => createHash("sha256").update(data).digest();
