import type { CollectedFile } from "@tsunagu/core";
import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterAll, beforeAll, expect, it } from "vitest";
import { errorOf, startTestKintone, testSecrets } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneExportRecords } from "./export-records.ts";

let server: LocalKintone;
beforeAll(async () => {
  server = await startTestKintone({ recordCount: 1100 });
});
afterAll(() => server.close());

const run = async (input: object) => {
  await using toolkit = toolkitWith(server, [kintoneExportRecords]);
  const answer = (await toolkit.run("kintone_export_records", input))._unsafeUnwrap();
  if (answer.status !== "completed") throw new TypeError(answer.status);
  return answer as { output: Record<string, unknown>; content: unknown; files: readonly CollectedFile[] };
};

it("keeps the contract", async () => {
  expect(
    await checkToolContract(kintoneExportRecords, {
      examples: [
        { kintone_app_id: "12" },
        {
          kintone_app_id: "12",
          query: "Rank > 3 order by Rank desc",
          fields: "Code,Rank",
          encoding: "sjis",
          max_records: 10,
        },
      ],
    }),
  ).toEqual([]);
});

it("hands out one file with every record, as CSV or JSON Lines", async () => {
  const csv = await run({ kintone_app_id: "1", fields: "Code, Rank" });
  expect(csv.output).toEqual({
    app_id: "1",
    records: 1100,
    truncated: false,
    last_record_id: "1100",
    file: { uri: null, name: "app-1.csv", media_type: "text/csv", size: csv.files[0]?.bytes.byteLength },
  });
  const lines = csv.files[0]?.bytes.toString().trim().split("\n");
  expect(lines?.slice(0, 2)).toEqual(['"Code","Rank"', '"T-1","0"']);
  expect(lines).toHaveLength(1101);

  const json = await run({
    kintone_app_id: "1",
    format: "jsonl",
    query: "Rank = 3",
    max_records: 7,
    file_name: "three.jsonl",
  });
  expect(json.output).toMatchObject({
    records: 7,
    truncated: true,
    last_record_id: "64",
    file: { name: "three.jsonl" },
  });
  expect(json.content).toEqual([
    { type: "text", text: expect.stringMatching(/^Exported 7 records to three.jsonl .* was 64.$/) },
  ]);
});

it("refuses a query and a field that are wrong, and hands out no half of a file", async () => {
  await using toolkit = toolkitWith(server, [kintoneExportRecords]);
  const failed = async (input: object) => errorOf(await toolkit.run("kintone_export_records", input));
  expect(await failed({ kintone_app_id: "1", query: 'Code = "' })).toMatchObject({ code: "invalid_input" });
  expect(await failed({ kintone_app_id: "1", fields: "Cod" })).toMatchObject({ code: "invalid_input" });
  server.faults.next({ kind: "error", status: 403, code: "CB_NO02" }, { path: "records.json", after: 1 });
  const error = await failed({ kintone_app_id: "1" });
  expect(error.code).toBe("forbidden");
  expect(testSecrets.filter((secret) => JSON.stringify(error).includes(secret))).toEqual([]);
});
