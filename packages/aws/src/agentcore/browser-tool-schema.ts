import type { Parsed } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { browserSessionId, pageAddress, pageFacts } from "./browser-schema.ts";

const longestWaitSeconds = 30;
const mostFields = 100;
const mostCharacters = 100_000;

/** The field that an action cannot do without. */
const neededBy = {
  browse_url: "url",
  search_web: "query",
  extract_content: undefined,
  fill_form: "form_data",
  execute_script: "script",
} as const;

/** What agentcore_browser_tool takes. */
export const browserToolRequest = () =>
  z
    .strictObject({
      action: z
        .enum(["browse_url", "search_web", "extract_content", "fill_form", "execute_script"])
        .describe("Open an address, search the web, read the page's structure, fill in fields, or run JavaScript."),
      browser_session_id: browserSessionId(),
      url: pageAddress()
        .optional()
        .describe("With browse_url and extract_content: the address to open, http or https."),
      query: z.string().min(1).max(1000).optional().describe("With search_web: what to search for."),
      form_data: z
        .record(
          z.string().min(1).max(200),
          z.union([
            z.string().max(mostCharacters),
            z.number(),
            z.boolean(),
            z.array(z.string().max(1000)).max(mostFields),
          ]),
        )
        .refine((values) => Object.keys(values).length <= mostFields, `has more than ${mostFields} fields`)
        .optional()
        .describe(
          "With fill_form: values by the name or id of the field; true or false for a box, a list for several choices.",
        ),
      wait_time: z
        .number()
        .min(0)
        .max(longestWaitSeconds)
        .default(3)
        .describe("Seconds to let the page settle after opening it, up to 30."),
      script: z
        .string()
        .min(1)
        .max(mostCharacters)
        .optional()
        .describe(
          "With execute_script: a JavaScript expression, or a function that takes nothing. Its value has to be JSON.",
        ),
      search_url: pageAddress()
        .refine((address) => address.includes("{query}"), "does not hold {query}")
        .default("https://html.duckduckgo.com/html/?q={query}")
        .describe(
          "With search_web: the search engine's address, with `{query}` in the query's place. It is what is contacted.",
        ),
      max_characters: z
        .int()
        .min(1)
        .max(mostCharacters)
        .default(5000)
        .describe("With browse_url: most characters of text."),
    })
    .superRefine((input, context) => {
      const field = neededBy[input.action];
      if (field !== undefined && input[field] === undefined) {
        context.addIssue({ code: "custom", path: [field], message: `is missing; ${input.action} needs it` });
      }
    });

/** The structure of a page. */
export const pageContent = () =>
  z.object({
    ...pageFacts(),
    headings: z.array(z.object({ level: z.string(), text: z.string() })),
    links: z.array(z.object({ text: z.string(), url: z.string() })),
    images: z.array(z.object({ src: z.string(), alt: z.string() })),
    text_content: z.string(),
  });

/** What agentcore_browser_tool answers with. */
export const browserToolAnswer = () =>
  z.object({
    success: z.literal(true),
    status: z.literal("success"),
    action: z.string(),
    ...pageFacts(),
    content: z
      .union([z.string(), pageContent()])
      .nullable()
      .describe("Text with browse_url, structure with extract_content."),
    query: z.string().nullable(),
    results: z.array(z.object({ title: z.string(), url: z.string(), snippet: z.string() })).nullable(),
    filled_fields: z.array(z.string()).nullable(),
    result: z.json().describe("What the script came to."),
  });

export type BrowserToolRequest = Parsed<ReturnType<typeof browserToolRequest>>;
export type BrowserToolAnswer = Parsed<ReturnType<typeof browserToolAnswer>>;
