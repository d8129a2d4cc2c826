import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, it } from "vitest";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetReports } from "./get-reports.ts";
import { kintoneUpdateReports } from "./update-reports.ts";

const tools = [kintoneUpdateReports, kintoneGetReports] as const;
const input = { kintone_app_id: "1" };
const reports = {
  Ranks: {
    index: 0,
    chartType: "BAR" as const,
    chartMode: "NORMAL" as const,
    groups: [{ code: "Rank" }],
    aggregations: [{ type: "COUNT" }],
  },
};

describe("kintone_update_reports", () => {
  it("keeps the contract of a tool", async () => {
    expect(await checkToolContract(kintoneUpdateReports, { examples: [{ ...input, reports, revision: "3" }] })).toEqual(
      [],
    );
  });

  it("sends each report with its name, and takes back what kintone_get_reports answered", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, tools);
    const set = await toolkit.run("kintone_update_reports", { ...input, reports });
    expect(set._unsafeUnwrap()).toMatchObject({ output: { revision: "2", reports: { Ranks: { id: "1" } } } });
    const read = async () => (await toolkit.call("kintone_get_reports", { ...input, preview: true }))._unsafeUnwrap();
    const present = await read();
    expect(present.reports).toMatchObject({ Ranks: { name: "Ranks", aggregations: [{ type: "COUNT" }] } });
    const renamed = { Ranks: { ...present.reports["Ranks"], name: "By rank" } };
    await toolkit.run("kintone_update_reports", { ...input, reports: renamed });
    expect((await read()).reports).toMatchObject({ "By rank": { id: "1" } });
  });

  it("refuses a chart that kintone does not have", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, tools);
    const wrong = { Ranks: { index: 0, chartType: "DONUT" } };
    const refused = errorOf(await toolkit.run("kintone_update_reports", { ...input, reports: wrong }));
    expect(refused.issues).toMatchObject([{ path: ["reports", "Ranks", "chartType"] }]);
    expect(server.requests).toEqual([]);
  });
});
