import type { JsonValue } from "@tsunagu/core";
import type { Page } from "playwright-core";

/** Runs one of the functions below in a page. They are text, as they belong to the page's world and not to this one. */
export const inPage = <T>(page: Page, script: string, argument: JsonValue = null): Promise<T> =>
  page.evaluate(`(${script})(${JSON.stringify(argument)})`);

/** The visible text of the page. */
export const pageText = `() => document.body?.innerText ?? ""`;

/** Headings, links, images and text, each up to a limit. */
export const pageOutline = `({ maxLinks, maxImages, maxHeadings }) => {
  const trimmed = (text) => (text ?? "").replace(/\\s+/g, " ").trim().slice(0, 500);
  const all = (selector) => [...document.querySelectorAll(selector)];
  return {
    headings: all("h1, h2, h3, h4, h5, h6").slice(0, maxHeadings)
      .map((each) => ({ level: each.tagName.toLowerCase(), text: trimmed(each.textContent) })),
    links: all("a[href]").map((each) => ({ text: trimmed(each.textContent), url: each.href }))
      .filter(({ text, url }) => text !== "" && /^https?:/.test(url)).slice(0, maxLinks),
    images: all("img").map((each) => ({ src: each.currentSrc || each.src, alt: each.alt }))
      .filter(({ src }) => /^https?:/.test(src)).slice(0, maxImages),
  };
}`;

/**
 * Results of a search page, whatever the engine: links with words that lead to another site, directly or through a redirect
 * of the engine that carries the address in its query.
 */
export const searchResults = `({ maxResults }) => {
  const trimmed = (text) => (text ?? "").replace(/\\s+/g, " ").trim();
  const site = (host) => host.split(".").slice(-2).join(".");
  const target = (link) => {
    const url = new URL(link.href);
    const carried = [...url.searchParams.values()].find((value) => /^https?:\\/\\//.test(value));
    return site(url.hostname) === site(location.hostname) ? carried && new URL(carried) : url;
  };
  const found = new Map();
  for (const link of document.querySelectorAll("a[href^='http'], a[href^='/']")) {
    const title = trimmed(link.querySelector("h1, h2, h3, h4")?.textContent ?? link.textContent);
    const url = target(link);
    if (title === "" || !url || site(url.hostname) === site(location.hostname) || found.has(url.href)) continue;
    const block = link.closest("article, li, tr, [class*=result]") ?? link.parentElement;
    const snippet = trimmed(block?.innerText).replace(title, "").trim().slice(0, 500);
    found.set(url.href, { title: title.slice(0, 300), url: url.href, snippet });
    if (found.size >= maxResults) break;
  }
  return [...found.values()];
}`;

/** Scrolls at once, and tells where the page is then. Without a direction it only tells. */
export const scrollPage = `({ direction, pixels }) => {
  const page = document.scrollingElement ?? document.documentElement;
  const distance = pixels ?? window.innerHeight;
  const targets = {
    down: page.scrollTop + distance,
    up: page.scrollTop - distance,
    top: 0,
    bottom: page.scrollHeight,
  };
  if (direction !== null) window.scrollTo({ top: targets[direction], behavior: "instant" });
  const [scroll_y, viewport_height] = [Math.round(page.scrollTop), window.innerHeight];
  const page_height = page.scrollHeight;
  return { scroll_y, viewport_height, page_height, at_end: scroll_y + viewport_height >= page_height - 1 };
}`;
