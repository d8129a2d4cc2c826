import { ToolFailure, toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { inBrowser } from "./browser-page.ts";
import { browserPermissions } from "./browser-permissions.ts";
import { browserSessionId } from "./browser-schema.ts";

const mostTabs = 100;

/**
 * The tabs of a browser session, of which the other tools work in one.
 *
 * @see Amazon Bedrock AgentCore Developer Guide, Browser Tool
 */
export const agentcoreBrowserTabs = awsTool({
  name: "agentcore_browser_tabs",
  title: "List or switch an AgentCore browser's tabs",
  description:
    "Lists the tabs of an AgentCore browser session, such as one that a click opened, and, with activate, makes another one the tab that " +
    "the other agentcore_browser tools work in. With open_new a blank tab is opened and becomes that one.",
  effect: { kind: "write", idempotent: false },
  effectOf: ({ open_new }) => (open_new ? { kind: "write", idempotent: false } : { kind: "read" }),
  permissions: browserPermissions,

  input: () =>
    z.strictObject({
      browser_session_id: browserSessionId(),
      activate: z.int().min(0).max(mostTabs).optional().describe("Index of the tab to work in from now on."),
      open_new: z.boolean().default(false).describe("Open a blank tab and work in it. Not with activate."),
    }),
  output: () =>
    z.object({
      tab_count: z.int().min(0),
      tabs: z.array(z.object({ index: z.int(), title: z.string(), url: z.string(), active: z.boolean() })),
    }),

  plan: ({ open_new }) => (open_new ? "Opens a blank tab." : "Lists the tabs."),

  execute: (input, call) =>
    inBrowser(call, input, async (open) => {
      const context = open.page.context();
      if (input.open_new) open.page = await context.newPage();
      else if (input.activate !== undefined) {
        const chosen = context.pages()[input.activate];
        if (chosen === undefined) throw new ToolFailure(noTab(input.activate, context.pages().length));
        open.page = chosen;
        await chosen.bringToFront();
      }
      const tabs = await Promise.all(
        context
          .pages()
          .slice(0, mostTabs)
          .map(async (page, index) => ({
            index,
            title: await page.title(),
            url: page.url(),
            active: page === open.page,
          })),
      );
      return { tab_count: tabs.length, tabs };
    }),
});

const noTab = (index: number, count: number) =>
  toolError("not_found", `There is no tab ${index}.`, { hint: `There are tabs 0 to ${count - 1}.` });
