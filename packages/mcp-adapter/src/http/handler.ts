import {
  createMcpHandler,
  hostHeaderValidationResponse,
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  originValidationResponse,
} from "@modelcontextprotocol/server";
import type { Secret, Toolkit } from "@tsunagu/core";
import type { McpOptions } from "../options.ts";
import { createMcpServer } from "../server.ts";
import { bearerCheck } from "./bearer.ts";

export interface McpHttpOptions extends McpOptions {
  /** Host names (without port) that requests may be addressed to. Default: localhost and its addresses. */
  readonly allowedHosts?: readonly string[];
  /** Host names of web pages whose requests are taken. Default: localhost. Requests that come from no page have no origin. */
  readonly allowedOrigins?: readonly string[];
  /** When given, every request has to carry it: `Authorization: Bearer …`. */
  readonly bearerToken?: Secret | undefined;
  /** Path that is served; any other is not found. Default `/mcp`. */
  readonly path?: string;
  /** Bytes of one request. Default 10 MiB. */
  readonly requestBytes?: number;
  /** Told of what goes wrong beside the protocol. Default: a process warning. */
  readonly onError?: (error: Error) => void;
}

/** A toolkit as a web-standard request handler. */
export interface McpHttpHandler {
  fetch(request: Request): Promise<Response>;
  /** Stops what runs. The toolkit stays the caller's to close. */
  close(): Promise<void>;
}

const defaultRequestBytes = 10 * 1024 ** 2;

/**
 * Serves a toolkit as streamable HTTP, to be mounted on any server that speaks `Request` and `Response`. A page on the web
 * cannot reach it by rebinding a name (Host and Origin are checked). Stateless: any process may answer any request, except
 * that an approval is asked and answered in one process.
 *
 * @see Model Context Protocol specification 2026-07-28, Transports, Streamable HTTP
 */
export const createMcpHttpHandler = (toolkit: Toolkit, options: McpHttpOptions): McpHttpHandler => {
  const { path = "/mcp", requestBytes = defaultRequestBytes, onError = warn } = options;
  const allowedHosts = [...(options.allowedHosts ?? localhostAllowedHostnames())];
  const allowedOrigins = [...(options.allowedOrigins ?? localhostAllowedOrigins())];
  const refuseStranger = options.bearerToken === undefined ? undefined : bearerCheck(options.bearerToken);
  const handler = createMcpHandler(createMcpServer(toolkit, options), {
    maxRequestBodySize: requestBytes,
    onerror: onError,
  });
  return {
    fetch: async (request) =>
      hostHeaderValidationResponse(request, allowedHosts) ??
      originValidationResponse(request, allowedOrigins) ??
      (new URL(request.url).pathname === path ? undefined : new Response(null, { status: 404 })) ??
      refuseStranger?.(request) ??
      handler.fetch(request),
    close: handler.close,
  };
};

const warn = (error: Error): void => process.emitWarning(error.message, "TsunaguMcpWarning");
