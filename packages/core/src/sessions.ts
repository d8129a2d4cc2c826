import { hash, randomUUID } from "node:crypto";
import { err, ok, type Result } from "neverthrow";
import type { ConnectionValues } from "./connection.ts";
import type { Connector, ConnectorHost } from "./connector.ts";
import type { ToolError } from "./error.ts";
import type { Limits } from "./limits.ts";
import type { Registration } from "./redact/index.ts";

/** The open sessions of a toolkit: one for each different connection, so that no two identities share a client. */
export interface SessionPool extends AsyncDisposable {
  /** Opens a session or takes the open one. Release it when the call has ended. */
  acquire(connector: Connector, connection: ConnectionValues): Result<Lease, ToolError>;
}

/** The right to use a session until it is released. */
export interface Lease {
  readonly session: unknown;
  release(): void;
}

interface Entry {
  readonly connector: Connector;
  readonly session: unknown;
  readonly secrets: readonly Registration[];
  users: number;
  lastUsed: number;
}

/** Makes a pool. Unused sessions are closed when they have idled long enough or when there are too many. */
export const createSessionPool = (host: ConnectorHost, limits: Limits): SessionPool => {
  const entries = new Map<string, Entry>();
  const salt = randomUUID();

  const fingerprint = (connector: Connector, { text, secret }: ConnectionValues): string => {
    const exposed = Object.entries(secret).map(([name, value]) => [name, value.expose()]);
    const canonical = JSON.stringify([salt, connector.name, Object.entries(text).sort(), exposed.sort()]);
    return hash("sha256", canonical, "base64");
  };

  const close = async (key: string, entry: Entry): Promise<void> => {
    entries.delete(key);
    try {
      await entry.connector.close?.(entry.session);
    } catch (cause) {
      host.logger.warn({ connector: entry.connector.name, cause }, "A session did not close cleanly");
    } finally {
      for (const secret of entry.secrets) secret.dispose();
    }
  };

  const closeUnused = (now: number): void => {
    let excess = entries.size - limits.sessions;
    const inOrder = excess > 0 ? [...entries].sort(([, a], [, b]) => a.lastUsed - b.lastUsed) : entries;
    for (const [key, entry] of inOrder) {
      if (entry.users > 0) continue;
      if (excess-- > 0 || now - entry.lastUsed > limits.sessionIdleMs) void close(key, entry);
    }
  };

  return {
    acquire: (connector, connection) => {
      const key = fingerprint(connector, connection);
      let entry = entries.get(key);
      if (entry === undefined) {
        const secrets = Object.values(connection.secret).map((secret) => host.redactor.register(secret));
        const opened = connector.open(connection, host);
        if (opened.isErr()) {
          for (const secret of secrets) secret.dispose();
          return err(opened.error);
        }
        entry = { connector, session: opened.value, secrets, users: 0, lastUsed: Date.now() };
        entries.set(key, entry);
      }
      const held = entry;
      held.users++;
      held.lastUsed = Date.now();
      closeUnused(held.lastUsed);
      let released = false;
      return ok({
        session: held.session,
        release: () => {
          if (released) return;
          released = true;
          held.users--;
          held.lastUsed = Date.now();
        },
      });
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...entries].map(([key, entry]) => close(key, entry)));
    },
  };
};
