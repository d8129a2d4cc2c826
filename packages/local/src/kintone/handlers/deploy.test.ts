import { describe, expect, it } from "vitest";
import { failure, send, startTestKintone, type TestKintone } from "../test-client.ts";

const users = [
  { code: "mori", password: "pass-1" },
  { code: "guest", password: "pass-2", permissions: ["view"] as const },
];
const basic = (text: string) => ({ "X-Cybozu-Authorization": Buffer.from(text).toString("base64") });
const mori = basic("mori:pass-1");
const fields = { Name: { type: "SINGLE_LINE_TEXT" } };
const DEPLOY = "preview/app/deploy.json";

const change = (test: TestKintone, parameters: object = {}) =>
  test.call("PUT", "preview/app/settings.json", { theme: "RED", ...parameters });
const deploy = (test: TestKintone, parameters: object = { apps: [{ app: 1 }] }) =>
  send(test.kintone, "POST", DEPLOY, { ...parameters }, mori);
const status = async (test: TestKintone, ...apps: number[]) =>
  ((await send(test.kintone, "GET", DEPLOY, { apps }, mori)).body as { apps: { status: string }[] }).apps.map(
    (app) => app.status,
  );

describe("deploying settings", () => {
  it("allows no change while it goes on", async () => {
    await using test = await startTestKintone(fields, { users, deployMs: 60_000 });
    await change(test);
    expect(await deploy(test)).toMatchObject({ status: 200, body: {} });
    expect(await status(test, 1)).toEqual(["PROCESSING"]);
    expect(failure(await change(test)).status).toBe(400);
    expect(failure(await deploy(test)).status).toBe(400);
    expect((await test.call("GET", "app/settings.json")).body).toMatchObject({ theme: "WHITE", revision: "1" });
  });

  it("puts the settings to use after a while", async () => {
    await using test = await startTestKintone(fields, { users, deployMs: 20 });
    await change(test);
    await deploy(test);
    await expect.poll(() => status(test, 1)).toEqual(["SUCCESS"]);
    expect((await test.call("GET", "app/settings.json")).body).toMatchObject({ theme: "RED", revision: "2" });
    expect((await change(test)).body).toEqual({ revision: "3" });
  });

  it("can go back to what is in use", async () => {
    await using test = await startTestKintone(fields, { users, deployMs: 0 });
    await change(test);
    expect((await deploy(test, { apps: [{ app: 1 }], revert: true })).status).toBe(200);
    expect((await test.call("GET", "preview/app/settings.json")).body).toMatchObject({ theme: "WHITE", revision: "1" });
  });

  it("fails for all apps when one field would prohibit duplicates that are there", async () => {
    await using test = await startTestKintone(
      fields,
      { users, deployMs: 0 },
      { records: [{ Name: { value: "a" } }, { Name: { value: "a" } }] },
    );
    test.kintone.addApp({ name: "Second", fields: {} });
    const properties = { Name: { type: "SINGLE_LINE_TEXT", unique: true } };
    await test.call("PUT", "preview/app/form/fields.json", { properties });
    await deploy(test, { apps: [{ app: 1 }, { app: 2 }] });
    expect(await status(test, 1, 2)).toEqual(["FAIL", "CANCEL"]);
    expect((await test.call("GET", "app/form/fields.json")).body).toMatchObject({
      properties: { Name: { unique: false } },
    });
  });

  it("checks every app before it begins with any", async () => {
    await using test = await startTestKintone(fields, { users });
    test.kintone.addApp({ name: "Second", fields: {} });
    const stale = [
      { app: 1, revision: 1 },
      { app: 2, revision: 5 },
    ];
    expect(failure(await deploy(test, { apps: stale }))).toMatchObject({ status: 409, code: "GAIA_CO02" });
    expect(failure(await deploy(test, { apps: [{ app: 1 }, { app: 9 }] }))).toMatchObject({
      status: 404,
      code: "GAIA_AP01",
    });
    expect(await status(test, 1)).toEqual(["SUCCESS"]);
    expect(failure(await deploy(test, { apps: [] })).paths).toEqual(["apps"]);
    const byGuest = await send(test.kintone, "POST", DEPLOY, { apps: [{ app: 1 }] }, basic("guest:pass-2"));
    expect(failure(byGuest)).toMatchObject({ status: 403, code: "CB_NO02" });
  });

  it("makes a new app usable, which until then only its settings calls know", async () => {
    await using test = await startTestKintone(fields, { users, deployMs: 0 });
    const call = (method: string, path: string, parameters: Readonly<Record<string, unknown>>) =>
      send(test.kintone, method, path, parameters, mori);
    expect((await call("POST", "preview/app.json", { name: "New" })).body).toEqual({ app: "2", revision: "2" });
    expect(failure(await call("GET", "app.json", { id: 2 }))).toMatchObject({ status: 404, code: "GAIA_AP01" });
    expect(failure(await call("GET", "records.json", { app: 2 }))).toMatchObject({ status: 404, code: "GAIA_AP01" });
    expect((await call("GET", "apps.json", { name: "New" })).body).toEqual({ apps: [] });
    expect((await call("GET", "preview/app/form/layout.json", { app: 2 })).body).toEqual({ layout: [], revision: "2" });
    expect(failure(await deploy(test, { apps: [{ app: 2 }], revert: true })).paths).toEqual(["revert"]);
    await deploy(test, { apps: [{ app: 2 }] });
    expect((await call("GET", "app.json", { id: 2 })).body).toMatchObject({ appId: "2", name: "New" });
    const byToken = await test.call("POST", "preview/app.json", { name: "New" });
    expect(failure(byToken)).toMatchObject({ status: 403, code: "GAIA_NO01" });
    const byGuest = await send(test.kintone, "POST", "preview/app.json", { name: "New" }, basic("guest:pass-2"));
    expect(failure(byGuest)).toMatchObject({ status: 403, code: "CB_NO02" });
  });
});
