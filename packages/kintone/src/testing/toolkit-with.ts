import { type ConnectionInput, createToolkit, type Tool, type ToolkitOptions } from "@tsunagu/core";
import type { LocalKintone } from "@tsunagu/local";
import { createKintoneConnector } from "../connector.ts";
import { connectionTo, testUser } from "./local-kintone.ts";

const connector = createKintoneConnector({ retryBaseMs: 2 });

/** A toolkit of the given tools over the local kintone, by API token unless it says otherwise. */
export const toolkitWith = <const Tools extends readonly KintoneTestTool[]>(
  server: LocalKintone,
  tools: Tools,
  credential?: ConnectionInput,
  options: Omit<ToolkitOptions<readonly Tool[]>, "tools" | "connections"> = {},
) =>
  createToolkit({
    tools: quickly(tools),
    connections: { kintone: connectionTo(server, credential) } as ToolkitOptions<Tools>["connections"] & object,
    ...options,
  });

/** How a test logs in with a password. */
export const passwordOf = (user: { readonly code: string; readonly password: string } = testUser): ConnectionInput => ({
  kintone_username: user.code,
  kintone_password: user.password,
});

type KintoneTestTool = Tool & { readonly connector: typeof connector };

/** The same tools over a connector that waits only milliseconds before it tries again. */
const quickly = <const Tools extends readonly KintoneTestTool[]>(tools: Tools): Tools =>
  tools.map((tool) => ({ ...tool, connector })) as unknown as Tools;
