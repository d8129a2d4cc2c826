import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { elementTimeoutMs, inBrowser } from "./browser-page.ts";
import { browserPermissions } from "./browser-permissions.ts";
import { browserSessionId, pageFacts, selector } from "./browser-schema.ts";
import { inPage, scrollPage } from "./browser-scripts.ts";

const mostPixels = 100_000;

const position = () =>
  z.object({
    scroll_y: z.int().min(0).describe("Pixels of the page above what is shown."),
    viewport_height: z.int().min(0).describe("Pixels that are shown."),
    page_height: z.int().min(0).describe("Pixels of the whole page, as far as it is loaded."),
    at_end: z.boolean().describe("Whether nothing more is below."),
  });

/**
 * Scrolls the page of a tab, for pages that load more as one scrolls. A read: it sends nothing but what the page asks for.
 *
 * @see Amazon Bedrock AgentCore Developer Guide, Browser Tool
 */
export const agentcoreBrowserScroll = awsTool({
  name: "agentcore_browser_scroll",
  title: "Scroll in an AgentCore browser",
  description:
    "Scrolls the page in an AgentCore browser session: a screenful or some pixels down or up, to its top or bottom, or to the first " +
    "element that fits a selector, and tells where the page is then. Pages that load more as one scrolls do so; read them with " +
    "agentcore_browser_tool, or look with agentcore_browser_screenshot.",
  effect: { kind: "read", openWorld: true },
  permissions: browserPermissions,

  input: () =>
    z
      .strictObject({
        browser_session_id: browserSessionId(),
        direction: z
          .enum(["down", "up", "top", "bottom"])
          .default("down")
          .describe("Where to scroll. Has no effect beside selector."),
        pixels: z
          .int()
          .min(1)
          .max(mostPixels)
          .optional()
          .describe("How far, with down and up; by default what is shown at once."),
        selector: selector().optional().describe("CSS selector or `text=…` of an element to bring into view."),
      })
      .superRefine(({ direction, pixels, selector: target }, context) => {
        if (pixels === undefined) return;
        if (target !== undefined || direction === "top" || direction === "bottom") {
          context.addIssue({ code: "custom", path: ["pixels"], message: "goes only with direction down or up" });
        }
      }),
  output: () => z.object({ ...pageFacts(), ...position().shape }),

  execute: ({ direction, pixels = null, selector: target, ...input }, call) =>
    inBrowser(call, input, async ({ page }) => {
      if (target !== undefined) {
        await page.locator(target).first().scrollIntoViewIfNeeded({ timeout: elementTimeoutMs });
      }
      const argument = { direction: target === undefined ? direction : null, pixels };
      const where: z.output<ReturnType<typeof position>> = await inPage(page, scrollPage, argument);
      return { title: await page.title(), url: page.url(), ...where };
    }),
});
