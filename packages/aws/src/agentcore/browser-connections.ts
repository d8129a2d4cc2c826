import type { BedrockAgentCoreClient, GetBrowserSessionResponse } from "@aws-sdk/client-bedrock-agentcore";
import { type ToolError, ToolFailure, toolError } from "@tsunagu/core";
import { err, ok, ResultAsync } from "neverthrow";
import type { Browser, BrowserType, Page } from "playwright-core";
import { orThrow } from "../s3/or-throw.ts";
import { type AwsCall, awsService } from "../service.ts";
import type { AwsClient, AwsSession } from "../session.ts";
import { toConnectError } from "./browser-error.ts";
import { guardContext } from "./browser-guard.ts";
import { type BrowserRecord, deleteRecord, loadRecord, unknownSession } from "./browser-record.ts";
import { longestSessionSeconds } from "./browser-schema.ts";
import { signStream } from "./browser-stream.ts";
import { agentcore } from "./service.ts";
import { settled } from "./settled.ts";

/** A browser session that is connected, and the tab that the tools work in. */
export interface OpenBrowser {
  readonly browser: Browser;
  page: Page;
  /** Private hosts that the connection allows. */
  readonly allowedHosts: readonly string[];
  /** Ends when the calls before have ended: one at a time works in a browser. */
  queue: Promise<unknown>;
  readonly expiry: NodeJS.Timeout;
}

const serviceName = "bedrock-agentcore-browser";
const connectTimeoutMs = 30_000;
const mostConnections = 16;

/** The browsers that one AWS session is connected to. They are closed with it, and no other session sees them. */
export class BrowserConnections implements AwsClient {
  readonly config: AwsClient["config"];
  readonly #client: BedrockAgentCoreClient;
  readonly #chromium: BrowserType;
  readonly #open = new Map<string, Promise<OpenBrowser>>();

  constructor(client: BedrockAgentCoreClient, chromium: BrowserType) {
    this.config = client.config;
    this.#client = client;
    this.#chromium = chromium;
  }

  /** The connection to a session: the open one if it is alive, else a new one. */
  async take(call: AwsCall, sessionId: string): Promise<OpenBrowser> {
    for (let known = this.#open.get(sessionId); known !== undefined; known = this.#open.get(sessionId)) {
      const open = await settled(known);
      if (open !== undefined && isAlive(open)) return open;
      if (this.#open.get(sessionId) === known) this.drop(sessionId);
    }
    const opening = this.#connect(call, sessionId);
    this.#open.set(sessionId, opening);
    this.#dropExcess();
    if ((await settled(opening)) === undefined && this.#open.get(sessionId) === opening) this.#open.delete(sessionId);
    return opening;
  }

  /** Forgets a session and closes the connection to it; the session itself goes on. */
  drop(sessionId: string): void {
    const opening = this.#open.get(sessionId);
    this.#open.delete(sessionId);
    void settled(opening).then((open) => {
      clearTimeout(open?.expiry);
      return settled(open?.browser.close());
    });
  }

  destroy(): void {
    for (const sessionId of [...this.#open.keys()]) this.drop(sessionId);
    this.#client.destroy();
  }

  async #connect(call: AwsCall, sessionId: string): Promise<OpenBrowser> {
    const record = await orThrow(loadRecord(call, sessionId));
    const session = await orThrow(readySession(call, sessionId, record));
    const { url, headers } = await signStream(this.#client, call.session, session);
    const browser = await orThrow(
      ResultAsync.fromPromise(
        this.#chromium.connectOverCDP(url, { headers, timeout: connectTimeoutMs }),
        toConnectError,
      ),
    );
    try {
      return await this.#prepare(browser, sessionId, record, call.session.browserAllowedHosts);
    } catch (thrown) {
      await settled(browser.close());
      throw thrown;
    }
  }

  async #prepare(
    browser: Browser,
    sessionId: string,
    record: BrowserRecord,
    allowedHosts: readonly string[],
  ): Promise<OpenBrowser> {
    const context = browser.contexts()[0] ?? (await browser.newContext());
    const leftMs = Math.min(Date.parse(record.expires_at) - Date.now(), longestSessionSeconds * 1000);
    const page = context.pages()[0] ?? (await context.newPage());
    await guardContext(context, allowedHosts);
    const expiry = setTimeout(() => this.drop(sessionId), leftMs).unref();
    return { browser, page, allowedHosts, queue: Promise.resolve(), expiry };
  }

  #dropExcess(): void {
    const excess = [...this.#open.keys()].slice(0, Math.max(0, this.#open.size - mostConnections));
    for (const sessionId of excess) this.drop(sessionId);
  }
}

/** The session, if it can be used. The record of one that has ended is deleted. */
const readySession = (
  call: AwsCall,
  sessionId: string,
  { browser_identifier: browserIdentifier }: BrowserRecord,
): ResultAsync<GetBrowserSessionResponse, ToolError> =>
  agentcore(call, (sdk) => new sdk.GetBrowserSessionCommand({ browserIdentifier, sessionId }))
    .andThen((session) => (session.status === "TERMINATED" ? err(unknownSession(sessionId, "has ended")) : ok(session)))
    .orElse((error) =>
      error.code === "not_found"
        ? deleteRecord(call, sessionId).andThen(() => err(unknownSession(sessionId, "has ended", error)))
        : err(error),
    );

/** Closes the connection to a browser session, if this AWS session has one. */
export const forgetConnection = ({ clients }: AwsSession, sessionId: string): void => {
  const connections = clients.get(serviceName);
  if (connections instanceof BrowserConnections) connections.drop(sessionId);
};

/** The browsers of AgentCore over the DevTools protocol. Playwright is imported, and has to be there, when first used. */
export const browsers = awsService(
  serviceName,
  async () => {
    const [sdk, chromium] = await Promise.all([import("@aws-sdk/client-bedrock-agentcore"), loadChromium()]);
    return { sdk, chromium };
  },
  ({ sdk, chromium }, config) => {
    if (config.proxyUrl !== undefined) throw new ToolFailure(noProxy);
    return new BrowserConnections(new sdk.BedrockAgentCoreClient(config), chromium);
  },
);

const loadChromium = async (): Promise<BrowserType> => {
  try {
    return (await import("playwright-core")).chromium;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw cause;
    throw new ToolFailure(noPlaywright);
  }
};

const noPlaywright = toolError(
  "unsupported",
  "The browser tools need the package playwright-core, which is not installed.",
  {
    hint: "Install it beside @tsunagu/aws: npm install playwright-core. No browser has to be downloaded.",
  },
);

const noProxy = toolError("unsupported", "The browser's automation stream cannot go through aws_proxy_url.", {
  hint: "Use a connection without a proxy for the browser tools.",
});

const isAlive = ({ browser, page }: OpenBrowser): boolean =>
  browser.isConnected() && (!page.isClosed() || page.context().pages().length > 0);
