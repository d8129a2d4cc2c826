import { type Effect, ToolFailure, toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import type { Page } from "playwright-core";
import { awsTool } from "../connector.ts";
import { inBrowser, navigationTimeoutMs } from "./browser-page.ts";
import { browserPermissions } from "./browser-permissions.ts";
import { browserSessionId, pageFacts } from "./browser-schema.ts";

const actions = ["back", "forward", "reload"] as const;
type Action = (typeof actions)[number];

/**
 * Goes back or forward in a tab's history, or loads its page again. Visiting is a read, as HTTP's GET is; loading again is
 * `destroy`, as a page that answered a form gets the form once more.
 *
 * @see Amazon Bedrock AgentCore Developer Guide, Browser Tool
 */
export const agentcoreBrowserNavigate = awsTool({
  name: "agentcore_browser_navigate",
  title: "Go back, forward or reload in an AgentCore browser",
  description:
    "Goes back or forward in the history of the tab that an AgentCore browser session works in, or loads its page again, and tells where " +
    "the tab is then. Loading a page again sends the form again that it answered. To open an address, use agentcore_browser_tool.",
  effect: { kind: "destroy", idempotent: false, openWorld: true },
  effectOf: ({ action }) => effects[action],
  permissions: browserPermissions,

  input: () =>
    z.strictObject({
      browser_session_id: browserSessionId(),
      action: z.enum(actions).describe("Where to go: one page back, one forward, or the same page again."),
    }),
  output: () => z.object(pageFacts()),

  plan: ({ action }) => plans[action],

  execute: (input, call) =>
    inBrowser(call, input, async ({ page }) => {
      await go(page, input.action);
      return { title: await page.title(), url: page.url() };
    }),
});

const visits: Effect = { kind: "read", openWorld: true };

const effects: Readonly<Record<Action, Effect>> = {
  back: visits,
  forward: visits,
  reload: { kind: "destroy", idempotent: false, openWorld: true },
};

const plans: Readonly<Record<Action, string>> = {
  back: "Goes one page back.",
  forward: "Goes one page forward.",
  reload: "Loads the page again, and sends the form again that it answered, if any.",
};

const go = async (page: Page, action: Action): Promise<void> => {
  const options = { waitUntil: "domcontentloaded", timeout: navigationTimeoutMs } as const;
  if (action === "reload") {
    await page.reload(options);
    return;
  }
  await requirePage(page, action);
  await (action === "back" ? page.goBack(options) : page.goForward(options));
};

const requirePage = async (page: Page, action: "back" | "forward"): Promise<void> => {
  const session = await page.context().newCDPSession(page);
  try {
    const { currentIndex, entries } = await session.send("Page.getNavigationHistory");
    if (entries[currentIndex + (action === "back" ? -1 : 1)] !== undefined) return;
    throw new ToolFailure(
      toolError("not_found", `The tab's history has no page to go ${action} to.`, {
        hint: "agentcore_browser_tool opens an address.",
      }),
    );
  } finally {
    await session.detach();
  }
};
