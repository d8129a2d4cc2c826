import { bodyOf } from "@tsunagu/core";
import { fileOutput } from "@tsunagu/core/schemas";
import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { elementTimeoutMs, inBrowser } from "./browser-page.ts";
import { browserPermissions } from "./browser-permissions.ts";
import { browserSessionId, pageFacts, selector } from "./browser-schema.ts";

/**
 * A picture of the page as it is.
 *
 * @see Amazon Bedrock AgentCore Developer Guide, Browser Tool
 */
export const agentcoreBrowserScreenshot = awsTool({
  name: "agentcore_browser_screenshot",
  title: "Screenshot of an AgentCore browser",
  description:
    "Takes a picture of the page that an AgentCore browser session shows, of all of it or of one element, and returns it as a PNG or JPEG " +
    "file. Open a page with agentcore_browser_tool (browse_url) before.",
  effect: { kind: "read", openWorld: true },
  permissions: browserPermissions,

  input: () =>
    z.strictObject({
      browser_session_id: browserSessionId(),
      selector: selector().optional(),
      full_page: z.boolean().default(false).describe("The whole page, rather than what is in view. Not with selector."),
      format: z.enum(["png", "jpeg"]).default("png").describe("The picture's format."),
    }),
  output: () => z.object({ ...pageFacts(), file: fileOutput }),

  execute: (input, call) =>
    inBrowser(call, input, async ({ page }) => {
      const options = { type: input.format, timeout: elementTimeoutMs };
      const picture =
        input.selector === undefined
          ? await page.screenshot({ ...options, fullPage: input.full_page })
          : await page.locator(input.selector).first().screenshot(options);
      return { picture, title: await page.title(), url: page.url() };
    }).andThen(({ picture, ...page }) => {
      const [name, mediaType] = [`screenshot.${input.format}`, `image/${input.format}`];
      return call.files
        .write({ name, mediaType, size: picture.byteLength, body: bodyOf(picture) })
        .map(({ uri, size }) => ({ ...page, file: { uri, name, media_type: mediaType, size } }));
    }),

  present: ({ file, title, url }) => [
    { type: "file", file },
    { type: "text", text: `${title}\n${url}` },
  ],
});
