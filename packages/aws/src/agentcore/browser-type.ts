import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { elementTimeoutMs, inBrowser } from "./browser-page.ts";
import { browserPermissions } from "./browser-permissions.ts";
import { browserSessionId, pageFacts, selector } from "./browser-schema.ts";

/**
 * Types into a field key by key, as pages that react to keys expect it. A line break is the Enter key, which may send a form:
 * then its effect is `destroy`, as the page decides what follows.
 *
 * @see Amazon Bedrock AgentCore Developer Guide, Browser Tool
 */
export const agentcoreBrowserType = awsTool({
  name: "agentcore_browser_type",
  title: "Type in an AgentCore browser",
  description:
    "Types text into the first field that fits a selector, key by key, and presses Enter if wished, which often sends a form. " +
    "To set fields at once without keys, use agentcore_browser_tool with fill_form.",
  effect: { kind: "destroy", idempotent: false, openWorld: true },
  effectOf: ({ text, press_enter }) => ({
    kind: press_enter || /[\r\n]/.test(text) ? "destroy" : "write",
    idempotent: false,
    openWorld: true,
  }),
  permissions: browserPermissions,

  input: () =>
    z.strictObject({
      browser_session_id: browserSessionId(),
      selector: selector(),
      text: z.string().max(10_000).describe("What to type."),
      clear: z.boolean().default(true).describe("Empty the field first."),
      press_enter: z.boolean().default(false).describe("Press Enter after it."),
    }),
  output: () => z.object(pageFacts()),

  plan: ({ selector: target, text, press_enter }) =>
    `Types ${text.length} characters into ${JSON.stringify(target)}${press_enter ? " and presses Enter" : ""}.`,

  execute: (input, call) =>
    inBrowser(call, input, async ({ page }) => {
      const field = page.locator(input.selector).first();
      if (input.clear) await field.fill("", { timeout: elementTimeoutMs });
      await field.pressSequentially(input.text, { timeout: elementTimeoutMs });
      if (input.press_enter) {
        await field.press("Enter", { timeout: elementTimeoutMs });
        await page.waitForLoadState("domcontentloaded", { timeout: elementTimeoutMs });
      }
      return { title: await page.title(), url: page.url() };
    }),
});
