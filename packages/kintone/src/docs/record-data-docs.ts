import * as z from "@tsunagu/core/zod";
import { okAsync } from "neverthrow";
import { recordGuide, recordGuideMarkdown, recordGuideTitle } from "../guide/record-guide.ts";
import { offlineTool } from "../offline-tool.ts";

/**
 * Explains how kintone records are written. Calls nobody.
 *
 * @see kintone API, field types
 */
export const kintoneRecordDataDocs = offlineTool({
  name: "kintone_record_data_docs",
  title: "Explain kintone record data",
  description:
    "Explains how values are written for each kintone field type: texts, numbers, dates with time zones, choices, users, tables, attachments, lookups; " +
    "and what cannot be written. Read it before building a record for kintone_add_record, kintone_update_record or kintone_upsert_records. " +
    "Does not call kintone.",
  effect: { kind: "read" },
  permissions: [],
  input: () => z.strictObject({}),

  output: () =>
    z.object({
      title: z.string(),
      sections: z.array(z.object({ heading: z.string(), content: z.string() })).describe("The explanation in parts."),
      format: z.literal("markdown"),
      record_data_doc_markdown: z.string().describe("The whole explanation as one text."),
    }),

  execute: () =>
    okAsync({
      title: recordGuideTitle,
      sections: recordGuide().map((section) => ({ ...section })),
      format: "markdown" as const,
      record_data_doc_markdown: recordGuideMarkdown(),
    }),

  present: ({ record_data_doc_markdown }) => [{ type: "text", text: record_data_doc_markdown }],
});
