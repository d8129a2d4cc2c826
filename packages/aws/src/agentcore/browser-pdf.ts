import { bodyOf } from "@tsunagu/core";
import { fileOutput } from "@tsunagu/core/schemas";
import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { inBrowser } from "./browser-page.ts";
import { browserPermissions } from "./browser-permissions.ts";
import { browserSessionId, pageFacts } from "./browser-schema.ts";

const mediaType = "application/pdf";

/**
 * The page as it would be printed.
 *
 * @see Amazon Bedrock AgentCore Developer Guide, Browser Tool
 */
export const agentcoreBrowserPdf = awsTool({
  name: "agentcore_browser_pdf",
  title: "Print an AgentCore browser's page to PDF",
  description:
    "Prints the page that an AgentCore browser session shows to a PDF file. A browser that cannot print answers with `unsupported`; " +
    "take a picture with agentcore_browser_screenshot then. Open a page with agentcore_browser_tool (browse_url) before.",
  effect: { kind: "read", openWorld: true },
  permissions: browserPermissions,

  input: () =>
    z.strictObject({
      browser_session_id: browserSessionId(),
      paper: z.enum(["A3", "A4", "A5", "Letter", "Legal"]).default("A4").describe("Size of the paper."),
      landscape: z.boolean().default(false).describe("Sideways."),
      print_background: z.boolean().default(true).describe("With the page's colours and pictures behind its text."),
    }),
  output: () => z.object({ ...pageFacts(), file: fileOutput }),

  execute: (input, call) =>
    inBrowser(call, input, async ({ page }) => ({
      printed: await page.pdf({
        format: input.paper,
        landscape: input.landscape,
        printBackground: input.print_background,
      }),
      title: await page.title(),
      url: page.url(),
    })).andThen(({ printed, ...page }) => {
      const name = "page.pdf";
      return call.files
        .write({ name, mediaType, size: printed.byteLength, body: bodyOf(printed) })
        .map(({ uri, size }) => ({ ...page, file: { uri, name, media_type: mediaType, size } }));
    }),

  present: ({ file, title, url }) => [
    { type: "file", file },
    { type: "text", text: `${title}\n${url}` },
  ],
});
