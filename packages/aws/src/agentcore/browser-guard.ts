import type { BrowserContext, CDPSession, Page } from "playwright-core";
import { addressProblem, resourceProblem } from "./browser-address.ts";
import { settled } from "./settled.ts";

/** Requests whose redirects are looked at one by one; Playwright's own routing sees only where they begin. */
const redirecting = ["Document", "XHR", "Fetch"] as const;

/** Close code of a web socket, RFC 6455. */
const policyViolation = 1008;

/**
 * Lets the pages of a browser load only what may be visited: every request, in frames and new tabs too, and in a tab that is
 * there every redirect of a document or of what a script asks for. Not looked at are the web sockets of workers, and what
 * a name resolves to, as the browser does that.
 */
export const guardContext = async (context: BrowserContext, allowedHosts: readonly string[]): Promise<void> => {
  const guardPage = (page: Page): Promise<void> => guardRedirects(context, page, allowedHosts);
  await context.route("**/*", async (route) => {
    const problem = resourceProblem(route.request().url(), allowedHosts);
    await settled(problem === undefined ? route.continue() : route.abort("blockedbyclient"));
  });
  await context.routeWebSocket(/./, (socket) => {
    const problem = addressProblem(socket.url().replace(/^ws/, "http"), allowedHosts);
    if (problem === undefined) socket.connectToServer();
    else void settled(socket.close({ code: policyViolation }));
  });
  context.on("page", (page) => void settled(guardPage(page)));
  await Promise.all(context.pages().map(guardPage));
};

const guardRedirects = async (context: BrowserContext, page: Page, allowedHosts: readonly string[]): Promise<void> => {
  const session = await context.newCDPSession(page);
  session.on("Fetch.requestPaused", ({ requestId, request }) => {
    void settled(answer(session, requestId, resourceProblem(request.url, allowedHosts)));
  });
  await session.send("Fetch.enable", {
    patterns: redirecting.map((resourceType) => ({ urlPattern: "*", resourceType })),
  });
};

const answer = async (session: CDPSession, requestId: string, problem: string | undefined): Promise<void> => {
  if (problem === undefined) await session.send("Fetch.continueRequest", { requestId });
  else await session.send("Fetch.failRequest", { requestId, errorReason: "BlockedByClient" });
};
