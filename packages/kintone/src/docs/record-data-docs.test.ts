import { createToolkit } from "@tsunagu/core";
import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, it } from "vitest";
import { readOnlyTypes } from "../fields/writable.ts";
import { kintoneUploadFile } from "../file/upload-file.ts";
import { valueExamples } from "../guide/value-examples.ts";
import { kintoneAddRecord } from "../record/add-record.ts";
import { kintoneValidateRecordData } from "../record/validate-record-data.ts";
import { everything, startTestKintone, testToken } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { checkedTypes } from "../validation/checks.ts";
import { kintoneRecordDataDocs } from "./record-data-docs.ts";

const read = async () => {
  await using toolkit = createToolkit({ tools: [kintoneRecordDataDocs] });
  return (await toolkit.call("kintone_record_data_docs", {}))._unsafeUnwrap();
};

const settings: Readonly<Record<string, object>> = {
  DROP_DOWN: { options: { Open: { label: "Open", index: 0 } } },
  RADIO_BUTTON: { options: { Open: { label: "Open", index: 0 } } },
  CHECK_BOX: { options: { A: { label: "A", index: 0 }, B: { label: "B", index: 1 } } },
  MULTI_SELECT: { options: { A: { label: "A", index: 0 }, B: { label: "B", index: 1 } } },
  SUBTABLE: { fields: { Item: { type: "SINGLE_LINE_TEXT" } } },
};
const examples = valueExamples.flatMap(({ types, value }) => types.map((type) => ({ type, value })));

describe("kintone_record_data_docs", () => {
  it("keeps the contract", async () => {
    expect(await checkToolContract(kintoneRecordDataDocs, { examples: [{}] })).toEqual([]);
  });

  it("is Markdown in sections and as a whole, of bounded length", async () => {
    const { title, sections, format, record_data_doc_markdown } = await read();
    expect(format).toBe("markdown");
    for (const { heading, content } of sections)
      expect(record_data_doc_markdown).toContain(`## ${heading}\n\n${content}`);
    expect(record_data_doc_markdown.startsWith(`# ${title}`)).toBe(true);
    expect(record_data_doc_markdown.length).toBeLessThan(8000);
    expect(record_data_doc_markdown).not.toMatch(/undefined|\[object/);
  });

  it("says how attachments are written, not that they cannot be", async () => {
    expect((await read()).record_data_doc_markdown).toContain("Attachments are written by `fileKey`");
    expect(readOnlyTypes()).not.toContain("FILE");
  });

  it("shows every type that is checked, and names every type that cannot be written", async () => {
    const shown = examples.map(({ type }) => type);
    expect(shown.toSorted()).toEqual([...checkedTypes(), "SUBTABLE"].toSorted());
    for (const type of readOnlyTypes()) expect((await read()).record_data_doc_markdown).toContain(type);
  });

  it("shows values that the validation and kintone take, every one", async () => {
    await using server = await startTestKintone({
      groups: [{ code: "sales" }],
      organizations: [{ code: "sales" }],
    });
    const fields = Object.fromEntries(examples.map(({ type }) => [`F_${type}`, { type, ...settings[type] }]));
    server.addApp({
      id: 8,
      name: "Guide",
      fields,
      tokens: [{ token: "GuideTokenGuideToken", permissions: everything }],
    });
    await using toolkit = toolkitWith(server, [kintoneAddRecord, kintoneValidateRecordData, kintoneUploadFile], {
      kintone_api_token: `GuideTokenGuideToken,${testToken}`,
    });
    const file = { uri: "data:text/plain,hello", name: "a.txt", media_type: "text/plain" };
    const uploaded = (await toolkit.call("kintone_upload_file", { upload_file: [file] }))._unsafeUnwrap();
    const record_data = Object.fromEntries(
      examples.map(({ type, value }) => [`F_${type}`, { value: type === "FILE" ? uploaded.uploaded_files : value }]),
    );
    const input = { kintone_app_id: "8", record_data };
    expect((await toolkit.call("kintone_validate_record_data", input))._unsafeUnwrap().errors).toEqual([]);
    const { record_id } = (await toolkit.call("kintone_add_record", input))._unsafeUnwrap();
    expect(server.app(8).record(record_id)).toMatchObject({
      F_NUMBER: { value: "1234.5" },
      F_DATETIME: { value: "2026-01-31T00:30:00Z" },
      F_FILE: { value: [{ name: "a.txt" }] },
      F_CREATOR: { value: { code: "sato" } },
    });
  });
});
