import type { App } from "./app.ts";
import type { AppDefinition, LocalKintoneOptions } from "./definitions.ts";
import { FaultPlan } from "./faults.ts";
import type { Entity } from "./records/values.ts";
import { type LoggedRequest, RequestLog } from "./request-log.ts";
import { KintoneServer } from "./server.ts";
import type { Space } from "./spaces/space.ts";
import { Store } from "./store.ts";

const DEFAULT_LOG_SIZE = 10_000;

/** A running local kintone. */
export interface LocalKintone {
  /** `http://localhost:<port>`: kintone's own client takes plain HTTP for the host name `localhost` only. */
  readonly url: string;
  readonly port: number;
  /** Failures to inject. */
  readonly faults: FaultPlan;
  /** The latest requests, oldest first; no secret is in them. */
  readonly requests: readonly LoggedRequest[];
  /** The apps, for assertions. */
  readonly apps: readonly App[];
  /** The spaces, for assertions. */
  readonly spaces: readonly Space[];
  /** The guests, for assertions. */
  readonly guests: readonly Entity[];
  /** Makes an app. */
  addApp(definition: AppDefinition): App;
  /** An app by id; throws when there is none. */
  app(id: number): App;
  /** Uploads a file without HTTP and gives its upload key, good for one use in a record written or seeded. */
  addFile(file: { readonly name: string; readonly contentType?: string; readonly data: Uint8Array }): string;
  /** Empties the request log. */
  clearRequests(): void;
  /** Stops listening, so that connections are refused; what is stored stays. */
  refuseConnections(): Promise<void>;
  /** Listens again on the same port. */
  acceptConnections(): Promise<void>;
  /** Stops for good; answers under way are given up. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts a kintone on loopback that keeps everything in memory, for trying, demos and tests. It follows kintone's
 * rules for records, queries, files, cursors, bulk requests, comments, statuses, app settings and authentication; it never leaves
 * the machine and needs no account.
 *
 * @see kintone REST API
 */
export const startLocalKintone = async (options: LocalKintoneOptions = {}): Promise<LocalKintone> => {
  const store = new Store(options);
  const faults = new FaultPlan();
  const log = new RequestLog(options.requestLogSize ?? DEFAULT_LOG_SIZE);
  const server = new KintoneServer(store, faults, log, options);
  const port = await server.listen(options.port ?? 0);
  return {
    url: `http://localhost:${port}`,
    port,
    faults,
    get requests() {
      return log.all;
    },
    get apps() {
      store.settle();
      return store.apps;
    },
    get spaces() {
      return store.spaces.all;
    },
    get guests() {
      return [...store.guests.values()];
    },
    addApp: (definition) => store.addApp(definition),
    app: (id) => {
      store.settle();
      const app = store.app(id);
      if (app === undefined) throw new Error(`There is no app ${id}.`);
      return app;
    },
    addFile: (file) => store.addFile(file),
    clearRequests: () => log.clear(),
    refuseConnections: () => server.stop(),
    acceptConnections: async () => {
      await server.listen(port);
    },
    close: () => server.close(),
    [Symbol.asyncDispose]: () => server.close(),
  };
};
