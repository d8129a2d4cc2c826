import { type ToolContext, type ToolError, ToolFailure, toolError } from "@tsunagu/core";
import type { ResultAsync } from "neverthrow";
import type { Page, Response } from "playwright-core";
import type { AwsSession } from "../session.ts";
import { addressProblem, resourceProblem } from "./browser-address.ts";
import { browsers, type OpenBrowser } from "./browser-connections.ts";
import { allowHint, toBrowserError } from "./browser-error.ts";
import { settled } from "./settled.ts";

interface BrowserRequest {
  readonly browser_session_id: string;
}

/** Milliseconds that a page may take to load. */
export const navigationTimeoutMs = 30_000;

/** Milliseconds that an element is waited for. */
export const elementTimeoutMs = 10_000;

/**
 * Works in a browser session's tab, after the calls before. A call that is stopped at its work leaves the connection, so
 * that a script that never ends holds up nobody. A tab that ends at an address that may not be visited is emptied.
 */
export const inBrowser = <T>(
  call: ToolContext<AwsSession>,
  request: BrowserRequest,
  work: (open: OpenBrowser) => Promise<T>,
): ResultAsync<T, ToolError> =>
  browsers.use(call, "browser", async (connections) => {
    const taken = connections.take(call, request.browser_session_id);
    const open = await untilAborted(taken, call.signal);
    let working = false;
    const turn = open.queue.then(() => {
      call.signal.throwIfAborted();
      working = true;
      return takeTurn(open, work);
    });
    open.queue = settled(turn);
    return untilAborted(turn, call.signal).catch((thrown: unknown) => {
      if (!call.signal.aborted) throw new ToolFailure(toBrowserError(thrown));
      if (working) connections.drop(request.browser_session_id);
      throw thrown;
    });
  });

/** Opens an address in a tab, unless it may not be visited. Where it cannot be loaded, the tab is left empty. */
export const visit = async (page: Page, url: string, allowedHosts: readonly string[]): Promise<Response | null> => {
  const problem = addressProblem(url, allowedHosts);
  if (problem !== undefined) throw new ToolFailure(refused(problem));
  try {
    return await page.goto(url, { waitUntil: "domcontentloaded", timeout: navigationTimeoutMs });
  } catch (thrown) {
    await settled(page.goto("about:blank"));
    throw thrown;
  }
};

export const refused = (problem: string): ToolError =>
  toolError("forbidden", `The address ${problem}.`, { hint: allowHint });

const takeTurn = async <T>(open: OpenBrowser, work: (open: OpenBrowser) => Promise<T>): Promise<T> => {
  if (open.page.isClosed()) open.page = open.page.context().pages().at(-1) ?? open.page;
  const done = await work(open);
  const problem = resourceProblem(open.page.url(), open.allowedHosts);
  if (problem === undefined) return done;
  await open.page.goto("about:blank");
  throw new ToolFailure(refused(problem));
};

const untilAborted = async <T>(work: Promise<T>, signal: AbortSignal): Promise<T> => {
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
};
