import {
  type CallToolResult,
  type InputRequiredResult,
  McpServer,
  type ServerContext,
} from "@modelcontextprotocol/server";
import type { Toolkit } from "@tsunagu/core";
import { createApprovals } from "./approval.ts";
import { callTool } from "./call-tool.ts";
import { describeTool } from "./describe-tool.ts";
import type { McpOptions } from "./options.ts";

/**
 * Makes the factory of MCP servers that offer a toolkit's tools, in the toolkit's order. A server serves one connection (or
 * one HTTP request); all of them share the toolkit, which stays the caller's to close. Both protocol eras are served.
 *
 * A call that fails is answered with `isError`, the error in words, and the ToolError itself under the `_meta` key
 * `tsunagu/error`. Arguments are taken strictly; the core validates them and names each field that is wrong.
 *
 * @see Model Context Protocol specification 2026-07-28, Tools
 */
export const createMcpServer = (toolkit: Toolkit, options: McpOptions): (() => McpServer) => {
  const approvals = createApprovals();
  const described = toolkit.tools.map((tool) => ({ tool, description: describeTool(tool, toolkit.policy) }));
  return () => {
    const server = new McpServer(
      { name: options.name, version: options.version },
      {
        capabilities: { tools: { listChanged: false } },
        requestState: { verify: approvals.verify },
        ...(options.instructions === undefined ? {} : { instructions: options.instructions }),
      },
    );
    for (const { tool, description } of described) {
      const call = (input: unknown, context: ServerContext): Promise<CallToolResult | InputRequiredResult> =>
        callTool({ toolkit, tool, input, options, approvals, context, client: server.server.getClientCapabilities() });
      server.registerTool(tool.name, description, call);
    }
    return server;
  };
};
