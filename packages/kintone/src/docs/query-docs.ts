import * as z from "@tsunagu/core/zod";
import { okAsync } from "neverthrow";
import { queryGuide } from "../guide/query-guide.ts";
import { offlineTool } from "../offline-tool.ts";

/**
 * Explains kintone's query language. Calls nobody.
 *
 * @see kintone REST API, query strings
 */
export const kintoneQueryDocs = offlineTool({
  name: "kintone_query_docs",
  title: "Explain kintone queries",
  description:
    "Explains how kintone queries are written: form, values and escaping, the operators of each field type, functions such as TODAY(), order and paging, " +
    "with examples. Read it before writing a query for kintone_query that is more than simple, or when kintone refused one. Does not call kintone.",
  effect: { kind: "read" },
  permissions: [],
  input: () => z.strictObject({}),

  output: () =>
    z.object({
      document: z.string().describe("The explanation."),
      format: z.literal("markdown"),
      kintone_query_doc: z.string().describe("The same text, under the name that flows refer to."),
    }),

  execute: () => {
    const document = queryGuide();
    return okAsync({ document, format: "markdown" as const, kintone_query_doc: document });
  },

  present: ({ document }) => [{ type: "text", text: document }],
});
