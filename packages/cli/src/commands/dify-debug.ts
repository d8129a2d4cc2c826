import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { ToolFailure, toolError } from "@tsunagu/core";
import { pluginFiles } from "@tsunagu/dify-adapter";
import { serveRemote } from "@tsunagu/dify-adapter/runtime";
import { note } from "../output/print.ts";
import { shippedPlugin } from "./dify-build.ts";

/** Where Dify listens for plugins to debug, unless something else is said. */
const defaultPort = 5003;

/**
 * Runs a plugin in this process for a running Dify that debugs it, under a name of its own, so that an installed copy is left
 * alone. The key comes from the environment or a file, never from the command line, where others can read it.
 */
export const difyDebug = async (
  name: string,
  options: { readonly url?: string | undefined; readonly env: string },
): Promise<void> => {
  const variables = { ...readEnvironmentFile(options.env), ...process.env };
  const key = variables["REMOTE_INSTALL_KEY"];
  if (!key) throw wrongInput("There is no debugging key.", keyHint);
  const { plugin } = await shippedPlugin(name);
  const debugged = { ...plugin, name: `${plugin.name}-debug` };
  const address = readAddress(options.url ?? variables["REMOTE_INSTALL_URL"] ?? "localhost");
  note(`${debugged.name}: connecting to ${address.host}:${address.port}; Ctrl-C ends it`);
  await serveRemote(debugged, { ...address, key, files: pluginFiles(debugged) });
};

const keyHint =
  "In Dify, open Plugins, then the bug icon, and put what it shows into REMOTE_INSTALL_KEY, in the environment or in the file that --env names.";

const readAddress = (url: string): { readonly host: string; readonly port: number } => {
  const parsed = URL.parse(url.includes("://") ? url : `tcp://${url}`);
  const port = Number(parsed?.port || defaultPort);
  if (parsed === null || parsed.hostname === "") throw wrongInput(`${JSON.stringify(url)} is not <host>:<port>.`);
  return { host: parsed.hostname, port };
};

const readEnvironmentFile = (path: string): NodeJS.Dict<string> => {
  try {
    return parseEnv(readFileSync(path, "utf8"));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw wrongInput(`${path} cannot be read.`);
  }
};

const wrongInput = (message: string, hint?: string): ToolFailure =>
  new ToolFailure(toolError("invalid_input", message, hint === undefined ? {} : { hint }));
