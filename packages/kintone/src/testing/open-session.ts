import { type ConnectionInput, createRedactor, resolveConnection, silentLogger } from "@tsunagu/core";
import type { LocalKintone } from "@tsunagu/local";
import { createKintoneConnector } from "../connector.ts";
import type { KintoneSession } from "../session.ts";
import { connectionTo } from "./local-kintone.ts";

/** A session with the local kintone, by API token unless it says otherwise, for what is no tool. Close it. */
export const openTestSession = (server: LocalKintone, credential?: ConnectionInput): KintoneSession => {
  const connector = createKintoneConnector({ retryBaseMs: 2 });
  const source = { name: "call", values: connectionTo(server, credential) };
  return resolveConnection(connector.connection, [source])
    .andThen((values) => connector.open(values, { logger: silentLogger, redactor: createRedactor() }))
    ._unsafeUnwrap();
};
