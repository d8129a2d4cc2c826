import { checkToolContract } from "@tsunagu/core/testing";
import { expect, it } from "vitest";
import { startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetReports } from "./get-reports.ts";
import { kintoneUpdateReports } from "./update-reports.ts";

const input = { kintone_app_id: "1" };

it("kintone_get_reports keeps the contract of a tool", async () => {
  expect(
    await checkToolContract(kintoneGetReports, { examples: [input, { ...input, lang: "ja", preview: true }] }),
  ).toEqual([]);
});

it("kintone_get_reports tells reports in use from those being prepared", async () => {
  await using server = await startTestKintone();
  await using toolkit = toolkitWith(server, [kintoneGetReports, kintoneUpdateReports]);
  const read = async (preview: boolean) =>
    (await toolkit.call("kintone_get_reports", { ...input, preview }))._unsafeUnwrap();
  const reports = { Ranks: { index: 0, chartType: "PIE", groups: [{ code: "Rank" }] } } as const;
  await toolkit.call("kintone_update_reports", { ...input, reports });
  expect(await read(false)).toEqual({ app_id: "1", reports: {}, revision: "1" });
  expect(await read(true)).toMatchObject({
    reports: { Ranks: { id: "1", chartType: "PIE", groups: [{ code: "Rank" }], periodicReport: null } },
    revision: "2",
  });
});
