import { Console } from "node:console";
import { mkdir } from "node:fs/promises";
import { createToolkit, type Policy, Secret, type Tool, ToolFailure, type Toolkit, toolError } from "@tsunagu/core";
import { createLogger } from "@tsunagu/core/logger";
import { serveMcpHttp, serveMcpStdio } from "@tsunagu/mcp-adapter";
import packageJson from "../../package.json" with { type: "json" };
import { watchInterruption } from "../interruption.ts";
import { note } from "../output/print.ts";
import type { LoadTools } from "../tools.ts";

export interface McpOptions {
  /** A port, or true for the default one. */
  readonly http?: number | true;
  readonly readOnly?: boolean;
  readonly tools?: readonly string[];
  readonly deny?: readonly string[];
  readonly filesDir?: string;
  readonly approval: "destroy" | "write" | "never";
}

const defaultPort = 3333;

/** Serves the tools over MCP until the client leaves or the process is told to stop. */
export const mcp = async (loadTools: LoadTools, options: McpOptions): Promise<void> => {
  // Standard output is the protocol's; whatever a dependency prints goes to standard error.
  globalThis.console = new Console(process.stderr, process.stderr);
  using interruption = watchInterruption();
  const stopped = new Promise<void>((resolve) =>
    interruption.signal.addEventListener("abort", () => resolve(), { once: true }),
  );
  if (options.filesDir !== undefined) await mkdir(options.filesDir, { recursive: true, mode: 0o700 });
  await using toolkit = makeToolkit(await loadTools(), options);
  const identity = {
    name: "tsunagu",
    version: packageJson.version,
    ...(options.filesDir === undefined ? {} : { filesDirectory: options.filesDir }),
  };
  for (const { tool, reason } of toolkit.hidden) note(`Left out: ${tool.name}: ${reason}`);
  if (options.http === undefined) {
    const server = serveMcpStdio(toolkit, identity);
    await Promise.race([server.closed, stopped]);
    await server.close();
  } else {
    const token = process.env["TSUNAGU_MCP_TOKEN"];
    const bearerToken = token === undefined || token === "" ? undefined : new Secret(token);
    const port = options.http === true ? defaultPort : options.http;
    await using server = await serveMcpHttp(toolkit, { ...identity, port, bearerToken });
    note(`Serving MCP at ${server.url.href}${bearerToken === undefined ? "" : " (bearer token required)"}`);
    await stopped;
  }
};

const makeToolkit = (tools: readonly Tool[], options: McpOptions): Toolkit => {
  const policy: Policy = {
    readOnly: options.readOnly ?? false,
    approval: options.approval,
    ...(options.tools === undefined ? {} : { allow: options.tools }),
    ...(options.deny === undefined ? {} : { deny: options.deny }),
  };
  const files = options.filesDir === undefined ? {} : { files: { directories: [options.filesDir] } };
  try {
    return createToolkit({ tools, policy, logger: createLogger({ level: "warn" }), ...files });
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new ToolFailure(toolError("invalid_input", cause.message, { hint: "`tsunagu list --all` shows the tools." }));
  }
};
