import type { Locator, Page } from "playwright-core";
import { toBrowserError } from "./browser-error.ts";
import { elementTimeoutMs } from "./browser-page.ts";

/** What a field of a form is set to: text, a box's state, or a list's choices. */
export type FieldValue = string | number | boolean | readonly string[];

interface FilledForm {
  readonly filled: string[];
  readonly failed: { field: string; problem: string }[];
}

/** Fills fields found by their name or id: text, lists, boxes and radio buttons. */
export const fillForm = async (page: Page, values: Readonly<Record<string, FieldValue>>): Promise<FilledForm> => {
  const filled: string[] = [];
  const failed: { field: string; problem: string }[] = [];
  for (const [field, value] of Object.entries(values)) {
    try {
      const problem = await fillField(page, field, value);
      if (problem === undefined) filled.push(field);
      else failed.push({ field, problem });
    } catch (thrown) {
      failed.push({ field, problem: toBrowserError(thrown).message });
    }
  }
  return { filled, failed };
};

const fillField = async (page: Page, field: string, value: FieldValue): Promise<string | undefined> => {
  const fields = page.locator(["input", "textarea", "select"].map((tag) => fieldSelector(tag, field)).join(", "));
  if ((await fields.count()) === 0) return "no field has this name or id";
  const first = fields.first();
  const { tag, type } = await first.evaluate(kindOf);
  const options = { timeout: elementTimeoutMs };
  if (tag === "select") {
    await first.selectOption(typeof value === "object" ? [...value] : String(value), options);
  } else if (type === "checkbox") {
    if (typeof value !== "boolean") return "is a box; give true or false";
    await first.setChecked(value, options);
  } else if (type === "radio") {
    return choose(fields, String(value));
  } else if (type === "file") {
    return "takes a file, which cannot be given here";
  } else {
    await first.fill(String(value), options);
  }
  return undefined;
};

const choose = async (buttons: Locator, value: string): Promise<string | undefined> => {
  for (const button of await buttons.all()) {
    if ((await button.getAttribute("value")) !== value) continue;
    await button.check({ timeout: elementTimeoutMs });
    return undefined;
  }
  return "has no button with this value";
};

/** The name goes in as a CSS string, of which JSON's quoting is a stricter form, so that it can say nothing else. */
const fieldSelector = (tag: string, field: string): string => {
  const quoted = JSON.stringify(field);
  return `${tag}[name=${quoted}], ${tag}[id=${quoted}]`;
};

/** Runs in the page. */
const kindOf = (element: { readonly tagName: string; readonly type?: string }) => ({
  tag: element.tagName.toLowerCase(),
  type: element.type ?? "",
});
