import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { elementTimeoutMs, inBrowser } from "./browser-page.ts";
import { browserPermissions } from "./browser-permissions.ts";
import { browserSessionId, pageFacts, selector } from "./browser-schema.ts";

/**
 * The HTML of the page as it is now, after its scripts have run.
 *
 * @see Amazon Bedrock AgentCore Developer Guide, Browser Tool
 */
export const agentcoreBrowserGetHtml = awsTool({
  name: "agentcore_browser_get_html",
  title: "HTML of an AgentCore browser's page",
  description:
    "Returns the HTML of the page that an AgentCore browser session shows, or of one element, as it is after scripts have run. Long HTML " +
    "is cut at max_characters: narrow it with selector. To read a page's text, use agentcore_browser_tool.",
  effect: { kind: "read", openWorld: true },
  permissions: browserPermissions,

  input: () =>
    z.strictObject({
      browser_session_id: browserSessionId(),
      selector: selector().optional(),
      max_characters: z.int().min(1).max(1_000_000).default(50_000).describe("Most characters to return."),
    }),
  output: () => z.object({ ...pageFacts(), html: z.string(), truncated: z.boolean() }),

  execute: (input, call) =>
    inBrowser(call, input, async ({ page }) => {
      const html: string =
        input.selector === undefined
          ? await page.content()
          : await page.locator(input.selector).first().evaluate(htmlOf, undefined, { timeout: elementTimeoutMs });
      return {
        title: await page.title(),
        url: page.url(),
        html: html.slice(0, input.max_characters),
        truncated: html.length > input.max_characters,
      };
    }),

  present: ({ html }) => [{ type: "text", text: html }],
});

/** Runs in the page. */
const htmlOf = (element: { readonly outerHTML: string }): string => element.outerHTML;
