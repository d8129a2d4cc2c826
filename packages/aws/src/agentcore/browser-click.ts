import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { elementTimeoutMs, inBrowser } from "./browser-page.ts";
import { browserPermissions } from "./browser-permissions.ts";
import { browserSessionId, pageFacts, selector } from "./browser-schema.ts";

/**
 * Presses an element of the page and waits for the page that follows. Its effect is `destroy`, as the page decides what a
 * click does.
 *
 * @see Amazon Bedrock AgentCore Developer Guide, Browser Tool
 */
export const agentcoreBrowserClick = awsTool({
  name: "agentcore_browser_click",
  title: "Click in an AgentCore browser",
  description:
    "Clicks the first element that fits a CSS selector or a text, waiting up to 10 seconds for it, and lets the page that follows load. " +
    "What the click does is up to the page: it may send a form or buy something. Find selectors with agentcore_browser_get_html.",
  effect: { kind: "destroy", idempotent: false, openWorld: true },
  permissions: browserPermissions,

  input: () => z.strictObject({ browser_session_id: browserSessionId(), selector: selector() }),
  output: () => z.object(pageFacts()),

  plan: ({ selector: target }) => `Clicks ${JSON.stringify(target)} in the page.`,

  execute: (input, call) =>
    inBrowser(call, input, async ({ page }) => {
      await page.locator(input.selector).first().click({ timeout: elementTimeoutMs });
      await page.waitForLoadState("domcontentloaded", { timeout: elementTimeoutMs });
      return { title: await page.title(), url: page.url() };
    }),
});
