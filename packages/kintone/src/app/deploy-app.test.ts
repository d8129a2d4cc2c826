import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, it } from "vitest";
import { kintoneAddRecord } from "../record/add-record.ts";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneAddFormFields } from "./add-form-fields.ts";
import { kintoneDeployApp } from "./deploy-app.ts";
import { kintoneUpdateFormFields } from "./update-form-fields.ts";

const tools = [kintoneDeployApp, kintoneAddFormFields, kintoneUpdateFormFields, kintoneAddRecord] as const;
const input = { kintone_app_id: "1" };
const properties = { Due: { type: "DATE" } };

describe("kintone_deploy_app", () => {
  it("keeps the contract of a tool: reverting destroys, deploying writes", async () => {
    const apps = [{ kintone_app_id: "1", revision: "4" }, { kintone_app_id: "2" }];
    expect(
      await checkToolContract(kintoneDeployApp, { examples: [{ apps }, { apps, revert: true, wait: true }] }),
    ).toEqual([]);
    const call = { apps: [input], wait: false };
    expect(kintoneDeployApp.effectOf?.({ ...call, revert: false }).kind).toBe("write");
    expect(kintoneDeployApp.effectOf?.({ ...call, revert: true }).kind).toBe("destroy");
  });

  it("begins without waiting", async () => {
    await using server = await startTestKintone({ deployMs: 60_000 });
    await using toolkit = toolkitWith(server, tools);
    await toolkit.call("kintone_add_form_fields", { ...input, properties });
    expect((await toolkit.run("kintone_deploy_app", { apps: [input] }))._unsafeUnwrap()).toMatchObject({
      output: { apps: [{ app_id: "1", status: "PROCESSING" }], reverted: false },
      content: [{ text: "Deployment of app 1 has begun." }],
    });
    expect(server.app(1).fields.byCode.has("Due")).toBe(false);
  });

  it("waits until it is done, with progress; new fields can then be written at once", async () => {
    await using server = await startTestKintone({ deployMs: 100 });
    await using toolkit = toolkitWith(server, tools);
    await toolkit.call("kintone_add_record", { ...input, record_data: { Code: { value: "A" } } });
    await toolkit.call("kintone_add_form_fields", { ...input, properties });
    const progress: unknown[] = [];
    const onProgress = ({ done, total }: { done?: number; total?: number }) => progress.push([done, total]);
    const deployed = await toolkit.call("kintone_deploy_app", { apps: [input], wait: true }, { onProgress });
    expect(deployed._unsafeUnwrap()).toEqual({ apps: [{ app_id: "1", status: "SUCCESS" }], reverted: false });
    expect(progress.at(-1)).toEqual([1, 1]);
    const record_data = { Due: { value: "2026-01-31" } };
    expect((await toolkit.call("kintone_add_record", { ...input, record_data })).isOk()).toBe(true);
    expect(server.app(1).record(1)).toMatchObject({ Code: { value: "A" }, Due: { value: null } });
    expect(server.app(1).record(2)).toMatchObject({ Due: { value: "2026-01-31" } });
  });

  it("drops what was prepared", async () => {
    await using server = await startTestKintone({ deployMs: 0 });
    await using toolkit = toolkitWith(server, tools);
    await toolkit.call("kintone_add_form_fields", { ...input, properties });
    const reverted = await toolkit.call("kintone_deploy_app", { apps: [input], revert: true, wait: true });
    expect(reverted._unsafeUnwrap().reverted).toBe(true);
    expect(server.app(1).settings.preview).toBe(server.app(1).settings.live);
  });

  it("fails when kintone cannot use the settings of one app, and says what became of each", async () => {
    await using server = await startTestKintone({ deployMs: 0 });
    server.addApp({ id: 2, name: "Other", fields: { A: { type: "NUMBER" } } });
    server.app(1).seed([{ Memo: { value: "twice" } }, { Memo: { value: "twice" } }]);
    await using toolkit = toolkitWith(server, tools, passwordOf());
    const unique = { Memo: { type: "SINGLE_LINE_TEXT", unique: true } };
    await toolkit.call("kintone_update_form_fields", { ...input, properties: unique });
    const apps = [input, { kintone_app_id: "2" }];
    expect(errorOf(await toolkit.call("kintone_deploy_app", { apps, wait: true }))).toMatchObject({
      code: "upstream",
      message: "kintone could not put the settings to use: app 1 (FAIL), 2 (CANCEL).",
      hint: expect.stringContaining("keep their former settings"),
      details: { kintone_app_ids: ["1", "2"], apps: [{ app_id: "1", status: "FAIL" }, { status: "CANCEL" }] },
    });
    expect(server.app(1).settings.live?.revision).toBe(1);
  });

  it("ends at the deadline with the ids of the apps that go on", async () => {
    await using server = await startTestKintone({ deployMs: 60_000 });
    await using toolkit = toolkitWith(server, tools);
    const late = await toolkit.call("kintone_deploy_app", { apps: [input], wait: true }, { deadlineMs: 300 });
    expect(errorOf(late)).toMatchObject({
      code: "timeout",
      hint: expect.stringContaining("kintone_get_app_deploy_status"),
      details: { kintone_app_ids: ["1"], apps: [{ app_id: "1", status: "PROCESSING" }] },
    });
    const controller = new AbortController();
    const call = { signal: controller.signal, onProgress: () => controller.abort() };
    await using other = await startTestKintone({ deployMs: 60_000 });
    await using second = toolkitWith(other, tools);
    const stopped = await second.call("kintone_deploy_app", { apps: [input], wait: true }, call);
    expect(errorOf(stopped)).toMatchObject({ code: "aborted", details: { kintone_app_ids: ["1"] } });
  });

  it("begins none on another revision, and names an app only once", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, tools);
    const stale = await toolkit.call("kintone_deploy_app", { apps: [{ ...input, revision: "9" }] });
    expect(errorOf(stale)).toMatchObject({ code: "conflict", origin: { code: "GAIA_CO02" } });
    expect(server.app(1).settings.status).toBe("SUCCESS");
    const twice = errorOf(await toolkit.call("kintone_deploy_app", { apps: [input, input] }));
    expect(twice.issues).toMatchObject([{ path: ["apps", 1, "kintone_app_id"], message: "1 is named twice" }]);
    const many = Array.from({ length: 301 }, (_, index) => ({ kintone_app_id: String(index + 1) }));
    expect(errorOf(await toolkit.call("kintone_deploy_app", { apps: many })).code).toBe("invalid_input");
  });
});
