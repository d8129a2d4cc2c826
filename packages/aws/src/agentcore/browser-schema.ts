import * as z from "@tsunagu/core/zod";

/** The browser that AWS itself keeps in every account: nothing has to be created. */
export const systemBrowser = "aws.browser.v1";

/** Seconds that a browser session may last. */
export const longestSessionSeconds = 28_800;

/** Fields that the browser tools share. */
export const sessionId = () => z.string().regex(/^[0-9a-zA-Z]{1,40}$/, "is not a browser session's id");

export const browserSessionId = () =>
  sessionId().describe("The session_id that agentcore_browser_session_manager answered init_browser_session with.");

export const selector = () =>
  z
    .string()
    .min(1)
    .max(2000)
    .describe("CSS selector of the element, or its text as `text=Sign in`. The first element that fits is taken.");

export const pageAddress = () => z.url({ protocol: /^https?$/, error: "is not an http or https URL" }).max(8000);

/** Where the browser is after an action. */
export const pageFacts = () => ({ title: z.string(), url: z.string() });
