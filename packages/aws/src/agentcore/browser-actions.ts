import { setTimeout as wait } from "node:timers/promises";
import { type JsonValue, type Parsed, ToolFailure, toolError } from "@tsunagu/core";
import type { Page } from "playwright-core";
import type { OpenBrowser } from "./browser-connections.ts";
import { fillForm } from "./browser-form.ts";
import { visit } from "./browser-page.ts";
import { inPage, pageOutline, pageText, searchResults } from "./browser-scripts.ts";
import type { BrowserToolAnswer, BrowserToolRequest, pageContent } from "./browser-tool-schema.ts";

type Found = Partial<BrowserToolAnswer>;
type Action = (open: OpenBrowser, request: BrowserToolRequest, signal: AbortSignal) => Promise<Found>;
type Outline = Pick<Parsed<ReturnType<typeof pageContent>>, "headings" | "links" | "images">;

const mostResults = 10;
const mostOutlineText = 3000;
const outlineLimits = { maxLinks: 20, maxImages: 10, maxHeadings: 100 };
const mostResultCharacters = 1_000_000;

/** What each action does in a page. The page's title and address are added to what it finds. */
export const browserActions: Readonly<Record<BrowserToolRequest["action"], Action>> = {
  browse_url: async ({ page, allowedHosts }, request, signal) => {
    await open(page, allowedHosts, request.url ?? "", request, signal);
    const text: string = await inPage(page, pageText);
    const cut = text.length > request.max_characters;
    return { content: cut ? `${text.slice(0, request.max_characters)}... (cut)` : text };
  },

  search_web: async ({ page, allowedHosts }, request, signal) => {
    const { query = "", search_url } = request;
    await open(page, allowedHosts, search_url.replace("{query}", encodeURIComponent(query)), request, signal);
    const results: BrowserToolAnswer["results"] = await inPage(page, searchResults, { maxResults: mostResults });
    return { query, results };
  },

  extract_content: async ({ page, allowedHosts }, request, signal) => {
    if (request.url !== undefined) await open(page, allowedHosts, request.url, request, signal);
    const outline: Outline = await inPage(page, pageOutline, outlineLimits);
    const text: string = await inPage(page, pageText);
    const facts = { title: await page.title(), url: page.url() };
    return { content: { ...facts, ...outline, text_content: text.slice(0, mostOutlineText) } };
  },

  fill_form: async ({ page }, { form_data = {} }) => {
    const { filled, failed } = await fillForm(page, form_data);
    if (failed.length === 0) return { filled_fields: filled };
    throw new ToolFailure(
      toolError("partial", `${failed.length} of ${Object.keys(form_data).length} fields could not be filled.`, {
        hint: "Read the page with agentcore_browser_get_html to see its fields.",
        partial: { done: filled, failed, remaining: [] },
      }),
    );
  },

  execute_script: async ({ page }, { script = "" }) => {
    const value = await page.evaluateHandle(script);
    return { result: asJson(await value.evaluate(calledIfFunction)) };
  },
};

/** Opens an address, and lets the page settle as long as the caller wishes. */
const open = async (
  page: Page,
  allowedHosts: readonly string[],
  url: string,
  { wait_time }: BrowserToolRequest,
  signal: AbortSignal,
): Promise<void> => {
  await visit(page, url, allowedHosts);
  await wait(wait_time * 1000, undefined, { signal });
};

/** Runs in the page, where a script that is a function is called. */
const calledIfFunction = (value: unknown): unknown => (typeof value === "function" ? value() : value);

const asJson = (value: unknown): JsonValue => {
  const text =
    JSON.stringify(value, (_name, each: unknown) => (typeof each === "bigint" ? String(each) : each)) ?? "null";
  if (text.length > mostResultCharacters) {
    throw new ToolFailure(
      toolError("too_large", `The script's value has more than ${mostResultCharacters} characters as JSON.`, {
        hint: "Let the script return less.",
      }),
    );
  }
  return JSON.parse(text) as JsonValue;
};
