import { addOnlyTypes, readOnlyTypes } from "../fields/writable.ts";
import { maxUpdateKeyValue } from "../write/update-key.ts";
import { valueExamples } from "./value-examples.ts";

/** A part of a guide, as Markdown. */
export interface GuideSection {
  readonly heading: string;
  readonly content: string;
}

export const recordGuideTitle = "kintone record data";

/** How records are written. What can be written is what the tools themselves go by. */
export const recordGuide = (): readonly GuideSection[] => [
  { heading: "Form", content: form },
  { heading: "Values by field type", content: valueTable() },
  { heading: "Tables", content: tables },
  { heading: "Attachments", content: attachments },
  { heading: "Lookups", content: lookups },
  { heading: "What cannot be written", content: readOnly() },
  { heading: "Adding, updating, upserting", content: writing },
];

/** The guide as one Markdown text. */
export const recordGuideMarkdown = (): string =>
  [`# ${recordGuideTitle}`, ...recordGuide().map(({ heading, content }) => `## ${heading}\n\n${content}`)].join("\n\n");

const form = `A record is an object of field code to value: \`{"Name": {"value": "Sato"}, "Tags": {"value": ["A"]}}\`. It is JSON. Field codes are not labels; call
kintone_get_fields for codes, types and choices. kintone drops codes that it does not know without a word, so the tools check them first.
kintone_validate_record_data checks a record without writing it. \`type\` beside \`value\` is not needed.`;

const tables = `Writing a table replaces all of its rows. A row that is sent with the \`id\` it was read with stays, and its columns that are not sent stay too; rows that
are not sent are deleted; a row without an id is new. \`[]\` deletes all rows, and a table that is left out stays as it is.
kintone_build_subtable_rows builds rows out of plain objects.`;

const attachments = `Attachments are written by \`fileKey\`: upload with kintone_upload_file, then write \`[{"fileKey": "…"}]\` within three days. Writing the field replaces its
files: to keep one, repeat the \`fileKey\` that was read with the record, or let kintone_upload_file do so with \`attachment_mode\` append.`;

const lookups = `Write the lookup field itself: kintone finds the record with that value in the other app and fills the fields that the lookup copies. What is written into
copied fields is ignored. With API tokens, tokens of both apps are needed.`;

const readOnly = (): string =>
  `- Never: ${readOnlyTypes().join(", ")}, and names that begin with \`$\`. The status is changed by an action of the app's process, not by writing it.
- On a new record only: ${addOnlyTypes().join(", ")}.`;

const writing = `- kintone_add_record: fields that are left out take their default; a required field without one has to be there.
- kintone_update_record: fields that are left out stay. Name the record by \`record_id\`, or by \`updateKey\`: a text (single-line) or number field that
  prohibits duplicates, with a value of at most ${maxUpdateKeyValue} characters.
- kintone_upsert_records: updates the records whose key exists and adds the others. kintone_build_records_data builds its input out of plain objects.`;

const valueTable = (): string =>
  [
    "| Field types | Under `value` | |",
    "| --- | --- | --- |",
    ...valueExamples.map(
      ({ types, value, remark }) => `| ${types.join(", ")} | \`${JSON.stringify(value)}\` | ${remark} |`,
    ),
  ].join("\n");
