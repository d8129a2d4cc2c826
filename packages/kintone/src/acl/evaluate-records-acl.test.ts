import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, it } from "vitest";
import { errorOf, startTestKintone, testUser } from "../testing/local-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneEvaluateRecordsAcl } from "./evaluate-records-acl.ts";

const input = { kintone_app_id: "1" };

describe("kintone_evaluate_records_acl", () => {
  it("keeps the contract of a tool", async () => {
    const examples = [{ ...input, record_ids: ["1", "2"] }];
    expect(await checkToolContract(kintoneEvaluateRecordsAcl, { examples })).toEqual([]);
  });

  it("tells what the user may do with each record and field", async () => {
    const users = [testUser, { code: "reader", password: "ReadOnlyPassword-1", permissions: ["view"] as const }];
    await using server = await startTestKintone({ recordCount: 2, users });
    const evaluate = async (user: (typeof users)[number]) => {
      await using toolkit = toolkitWith(server, [kintoneEvaluateRecordsAcl], passwordOf(user));
      return (await toolkit.call("kintone_evaluate_records_acl", { ...input, record_ids: ["1", "2"] }))._unsafeUnwrap();
    };
    const all = { viewable: true, editable: true, deletable: true };
    expect(await evaluate(testUser)).toMatchObject({
      app_id: "1",
      rights: [
        { id: "1", record: all, fields: { Code: { viewable: true, editable: true } } },
        { id: "2", record: all },
      ],
    });
    expect((await evaluate({ ...testUser, code: "reader", password: "ReadOnlyPassword-1" })).rights[0]).toMatchObject({
      record: { viewable: true, editable: false, deletable: false },
    });
  });

  it("takes from 1 to 100 records, which have to be there", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, [kintoneEvaluateRecordsAcl], passwordOf());
    const refused = async (record_ids: string[]) =>
      errorOf(await toolkit.call("kintone_evaluate_records_acl", { ...input, record_ids })).code;
    expect(await refused([])).toBe("invalid_input");
    expect(await refused(Array.from({ length: 101 }, (_, index) => String(index + 1)))).toBe("invalid_input");
    expect(await refused(["7"])).toBe("not_found");
  });
});
