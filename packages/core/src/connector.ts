import { ok, okAsync, type Result, type ResultAsync } from "neverthrow";
import type { ConnectionSpec, ConnectionValues } from "./connection.ts";
import type { ToolError } from "./error.ts";
import type { Logger } from "./logger.ts";
import type { Redactor } from "./redact/index.ts";
import type { Tool } from "./tool.ts";

/** A backend as its tools see it: how to connect, and what is open while they run. */
export interface Connector<Session = unknown> {
  readonly name: string;
  readonly connection: ConnectionSpec;
  /** Makes a session of a checked connection. Contacts nobody. */
  open(connection: ConnectionValues, host: ConnectorHost): Result<Session, ToolError>;
  /** One cheap call that proves the connection; answers with whom it is, for people. */
  verify(session: Session, signal: AbortSignal): ResultAsync<string, ToolError>;
  close?(session: Session): Promise<void>;
  /** Why this connection cannot use a tool at all, if so: the tool is then hidden, with this reason. */
  unavailable?(tool: Tool, connection: ConnectionValues): string | undefined;
}

/** What a connector is given to build a session with. */
export interface ConnectorHost {
  readonly logger: Logger;
  /** Secrets that the session obtains later (an assumed role's keys) are registered here. */
  readonly redactor: Redactor;
}

/** The connector of tools that need no backend. */
export const noConnector: Connector<undefined> = {
  name: "none",
  connection: { fields: [] },
  open: () => ok(undefined),
  verify: () => okAsync("no connection is needed"),
};
