import type { Effect } from "@tsunagu/core";
import { awsTool } from "../connector.ts";
import { browserActions } from "./browser-actions.ts";
import { inBrowser } from "./browser-page.ts";
import { browserPermissions } from "./browser-permissions.ts";
import { type BrowserToolRequest, browserToolAnswer, browserToolRequest } from "./browser-tool-schema.ts";

/**
 * One of five tasks in a tab of an AgentCore browser, driven with Playwright over the DevTools protocol.
 * Visiting is a read, as HTTP's GET is; fill_form is a `write`, as it sets fields and sends nothing; execute_script is `destroy`.
 *
 * @see Amazon Bedrock AgentCore Developer Guide, Browser Tool
 */
export const agentcoreBrowserTool = awsTool({
  name: "agentcore_browser_tool",
  title: "Use an AgentCore browser",
  description:
    "Works in an AgentCore browser session: opens an address and reads its text, searches the web (contacting the search engine of " +
    "search_url), reads a page's headings, links and images, fills in a form without sending it, or runs JavaScript in the page. " +
    "Start a session with agentcore_browser_session_manager before. Only public http and https addresses are visited, unless " +
    "the connection allows the host (aws_browser_allowed_hosts). To press, type, look at or print a page, use the other agentcore_browser tools.",
  effect: { kind: "destroy", idempotent: false, openWorld: true },
  effectOf: ({ action }) => effects[action],
  permissions: browserPermissions,
  deadlineMs: 180_000,

  input: browserToolRequest,
  output: browserToolAnswer,

  plan: (request) => plans[request.action](request),

  execute: (input, call) =>
    inBrowser(call, input, async (open) => {
      const found = await browserActions[input.action](open, input, call.signal);
      return { ...nothing, action: input.action, title: await open.page.title(), url: open.page.url(), ...found };
    }),

  present: ({ content, results, title, url, filled_fields, result, action }) => {
    const found =
      action === "execute_script"
        ? JSON.stringify(result)
        : typeof content === "string"
          ? content
          : (content?.text_content ??
            results?.map((each) => `- ${each.title}\n  ${each.url}\n  ${each.snippet}`).join("\n") ??
            `Filled: ${filled_fields?.join(", ")}`);
    return [{ type: "text", text: `${title}\n${url}\n\n${found}` }];
  },
});

const nothing = {
  success: true,
  status: "success",
  content: null,
  query: null,
  results: null,
  filled_fields: null,
  result: null,
} as const;

const visits: Effect = { kind: "read", openWorld: true };

const effects: Readonly<Record<BrowserToolRequest["action"], Effect>> = {
  browse_url: visits,
  search_web: visits,
  extract_content: visits,
  fill_form: { kind: "write", idempotent: true, openWorld: true },
  execute_script: { kind: "destroy", idempotent: false, openWorld: true },
};

const plans: Readonly<Record<BrowserToolRequest["action"], (request: BrowserToolRequest) => string>> = {
  browse_url: ({ url }) => `Opens ${url}.`,
  search_web: ({ search_url }) => `Searches with ${search_url}.`,
  extract_content: () => "Reads the page.",
  fill_form: ({ form_data = {} }) =>
    `Fills the fields ${Object.keys(form_data).join(", ")} of the page, without sending them.`,
  execute_script: ({ script = "" }) =>
    `Runs ${script.length} characters of JavaScript in the page: ${oneLine(script)}.`,
};

const oneLine = (script: string): string => script.replace(/\s+/g, " ").trim().slice(0, 200);
