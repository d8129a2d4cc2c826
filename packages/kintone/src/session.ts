import { type Logger, type ToolError, toToolError } from "@tsunagu/core";
import { err, ok, ResultAsync } from "neverthrow";
import type { Credential } from "./connection/credential.ts";
import type { KintoneSettings } from "./connection/settings.ts";
import { createClient, type KintoneClient } from "./http/client.ts";
import { createHttpClient } from "./http/http-client.ts";
import { createTransport, type Transport } from "./http/transport.ts";

/** An open connection to one kintone domain with one credential. */
export interface KintoneSession {
  /** Scheme and host, without a trailing slash. */
  readonly origin: string;
  /** How the session authenticates. kintone refuses some calls by it: OAuth, for one, has no cursors. */
  readonly credential: Credential["kind"];
  readonly logger: Logger;
  /** Takes a secret that a call was given, somebody's new password, out of everything that is printed from now on. */
  protect(secret: string): void;
  /** For what the official client cannot do: streaming files. */
  readonly transport: Transport;
  /** Address of an API of this session's (guest) space: `file` → `/k/v1/file.json`. */
  path(api: string): string;
  /**
   * Makes one call of the official client: `session.request("getRecords", (client) => client.record.getRecords(…), options)`.
   * Errors are ToolErrors by kintone's code; it rejects only for a defect of this package.
   */
  request<T>(
    operation: string,
    call: (client: KintoneClient) => Promise<T>,
    options: RequestOptions,
  ): ResultAsync<T, ToolError>;
  close(): Promise<void>;
}

/** How one call is made. */
export interface RequestOptions {
  readonly signal: AbortSignal;
  /** The call changes nothing, so that it may be made again when its fate is unknown. */
  readonly repeatable: boolean;
  /** Milliseconds for one attempt. Default: no limit but the signal. */
  readonly timeoutMs?: number | undefined;
  /** Told what kintone warns of beside its answer, which is then not whole. It is logged in any case. */
  readonly onWarning?: ((warning: string) => void) | undefined;
}

export interface SessionOptions {
  readonly logger: Logger;
  protect(secret: string): void;
  /** Milliseconds before a request is sent a second time. Default 1,000. */
  readonly retryBaseMs?: number | undefined;
}

/** Opens a session. Contacts nobody, and loads the official client only when a call is made. */
export const openSession = (
  settings: KintoneSettings,
  { logger, protect, retryBaseMs = 1000 }: SessionOptions,
): KintoneSession => {
  const { host, credential, guestSpaceId } = settings;
  const transport = createTransport(settings, { retryBaseMs, logger });
  const space = guestSpaceId === undefined ? "" : `/guest/${guestSpaceId}`;
  return {
    origin: host.origin,
    credential: credential.kind,
    logger,
    protect,
    transport,
    path: (api) => `/k${space}/v1/${api}.json`,
    request: (operation, call, options) =>
      settle(async () =>
        call(await createClient(createHttpClient(transport, { operation, ...options }), guestSpaceId)),
      ),
    close: () => transport.close(),
  };
};

/** Turns the ToolFailure that work may throw into an error value. Anything else it throws is a defect and stays thrown. */
export const settle = <T>(work: () => Promise<T>): ResultAsync<T, ToolError> =>
  new ResultAsync(
    work().then(
      (value) => ok(value),
      (thrown: unknown) => {
        const defect = (): never => {
          throw thrown;
        };
        return err(toToolError(thrown, defect));
      },
    ),
  );
