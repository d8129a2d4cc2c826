import { type Connector, type ToolError, toolFor } from "@tsunagu/core";
import { err, okAsync, type ResultAsync } from "neverthrow";
import { refusalOf } from "./connection/credential-rules.ts";
import { kintoneConnection } from "./connection/fields.ts";
import { registerSecrets } from "./connection/headers.ts";
import { passingSecrets } from "./connection/passing-secrets.ts";
import { readSettings } from "./connection/settings.ts";
import { type KintoneSession, openSession } from "./session.ts";

/** kintone as its tools see it. */
export type KintoneConnector = Connector<KintoneSession> & { readonly name: "kintone" };

/** Makes a kintone connector. `retryBaseMs`: milliseconds before a request is sent a second time, default 1,000. */
export const createKintoneConnector = (options: { readonly retryBaseMs?: number } = {}): KintoneConnector => ({
  name: "kintone",
  connection: kintoneConnection,
  open: (connection, host) =>
    readSettings(connection).map((settings) => {
      const registered = registerSecrets(settings, host.redactor);
      const { protect, dispose } = passingSecrets(host.redactor);
      const session = openSession(settings, { logger: host.logger, protect, retryBaseMs: options.retryBaseMs });
      const close = async (): Promise<void> => {
        await session.close();
        for (const registration of registered) registration.dispose();
        dispose();
      };
      return { ...session, close };
    }),
  verify: (session, signal) =>
    session.credential === "token" ? verifyToken(session, signal) : verifyUser(session, signal),
  close: (session) => session.close(),
  unavailable: ({ name }, connection) => refusalOf(name, connection),
});

/** The kintone connector. */
export const kintone: KintoneConnector = createKintoneConnector();

/** Makes a kintone tool. */
export const kintoneTool = toolFor(kintone);

const verifyUser = (session: KintoneSession, signal: AbortSignal): ResultAsync<string, ToolError> =>
  session
    .request("getApps", (client) => client.app.getApps({ limit: 1 }), { signal, repeatable: true })
    .map(() => `${session.origin}, ${session.credential === "oauth" ? "by OAuth" : "by password"}`);

/**
 * kintone has no call that only proves an API token, and a token opens only its own apps, whose ids are not known here.
 * So one record id of app 1 is asked for. A token that kintone does not know is refused as such (401 or GAIA_IA02). A good
 * token of another app is refused by permission (GAIA_NO01, CB_NO02), which proves it. Where app 1 does not exist
 * (GAIA_AP01) the token was at least not refused; whether it opens the right app shows when a tool names that app.
 */
const verifyToken = (session: KintoneSession, signal: AbortSignal): ResultAsync<string, ToolError> =>
  session
    .request("getRecords", (client) => client.record.getRecords({ app: 1, fields: ["$id"], query: "limit 1" }), {
      signal,
      repeatable: true,
    })
    .map(() => true)
    .orElse((error) => (error.code === "forbidden" || error.origin?.code === "GAIA_AP01" ? okAsync(true) : err(error)))
    .map(() => `${session.origin}, by API token`);
