import { describe, expect, it } from "vitest";
import { failure, send, startTestKintone, uploadFile } from "../test-client.ts";

const users = [
  { code: "mori", password: "secret-1" },
  { code: "ono", password: "secret-2", permissions: ["view"] as const },
];
const plugins = [{ id: "abc", name: "Calendar" }];
const as = (user: string) => ({ "X-Cybozu-Authorization": Buffer.from(user).toString("base64") });
const mori = as("mori:secret-1");
const ono = as("ono:secret-2");
const start = () => startTestKintone({}, { users, plugins, deployMs: 1 });

describe("plug-ins", () => {
  it("are installed, replaced and removed by administrators, and are added to apps", async () => {
    await using test = await start();
    const call = (method: string, path: string, parameters: object = {}, headers = mori) =>
      send(test.kintone, method, path, { ...parameters }, headers);
    const upload = (plugin: object) => uploadFile(test, "plugin.zip", JSON.stringify(plugin));
    expect(failure(await call("GET", "plugins.json", {}, ono))).toMatchObject({ status: 403, code: "CB_NO02" });
    const installed = { fileKey: await upload({ id: "def", name: "Chart" }) };
    expect((await call("POST", "plugin.json", installed)).body).toEqual({ id: "def", version: "1" });
    const next = { id: "def", fileKey: await upload({ id: "def", name: "Chart", version: "2" }) };
    expect((await call("PUT", "plugin.json", next)).body).toEqual({ id: "def", version: "2" });
    const other = { id: "def", fileKey: await upload({ id: "ghi", name: "Other" }) };
    expect(failure(await call("PUT", "plugin.json", other)).paths).toEqual(["fileKey"]);
    const app = test.app.id;
    expect((await call("POST", "preview/app/plugins.json", { app, ids: ["def"] })).body).toEqual({ revision: "2" });
    expect((await call("GET", "plugin/apps.json", { id: "def" })).body).toEqual({
      apps: [{ id: String(app), name: "Test" }],
    });
    expect((await call("DELETE", "plugin.json", { id: "def" })).status).toBe(200);
    expect((await call("GET", "plugins/required.json")).body).toMatchObject({ plugins: [{ id: "def" }] });
    expect((await call("GET", "preview/app/plugins.json", { app })).body).toMatchObject({
      plugins: [{ id: "def", name: "Chart", enabled: false }],
    });
  });

  it("take no file that is none", async () => {
    await using test = await start();
    const fileKey = await uploadFile(test, "plugin.zip", "no plug-in");
    const refused = await send(test.kintone, "POST", "plugin.json", { fileKey }, mori);
    expect(failure(refused)).toEqual({ status: 400, code: "CB_VA01", paths: ["fileKey"] });
  });
});

describe("guests", () => {
  it("are made with all that a guest needs, by administrators", async () => {
    await using test = await start();
    const post = (guest: object, headers = mori) =>
      send(test.kintone, "POST", "guests.json", { guests: [guest] }, headers);
    const guest = { code: "a@example.com", name: "A", password: "Guest-Password-1", timezone: "UTC" };
    expect(failure(await post(guest, ono))).toMatchObject({ status: 403 });
    expect(failure(await post({ ...guest, password: "" })).paths).toEqual(["guests[0].password"]);
    expect((await post(guest)).status).toBe(200);
    expect(test.kintone.guests).toEqual([{ code: "a@example.com", name: "A" }]);
    expect(failure(await post(guest)).paths).toEqual(["guests[0].code"]);
  });
});

describe("process management", () => {
  it("is prepared, then put to use; a record whose status is gone gets the first one", async () => {
    await using test = await start();
    test.app.seed([{}]);
    const put = (change: object) => test.call("PUT", "preview/app/status.json", { ...change });
    const deploy = async () => {
      await test.call("POST", "preview/app/deploy.json", { apps: [{ app: test.app.id }] });
      await expect
        .poll(async () => (await test.call("GET", "preview/app/deploy.json", { apps: [test.app.id] })).body)
        .toMatchObject({ apps: [{ status: "SUCCESS" }] });
    };
    const states = { New: { index: 1 }, Open: { index: 0 } };
    const actions = [{ name: "Go", from: "Open", to: "New" }];
    expect((await put({ enable: true, states, actions })).body).toEqual({ revision: "2" });
    expect((await test.call("GET", "app/status.json")).body).toMatchObject({ enable: false, states: null });
    await deploy();
    const status = async () => (await test.call("GET", "record.json", { id: 1 })).body;
    expect(await status()).toMatchObject({ record: { Status: { value: "Open" } } });
    await test.call("PUT", "record/status.json", { id: 1, action: "Go" });
    expect(await status()).toMatchObject({ record: { Status: { value: "New" } } });
    expect(failure(await put({ states: { Open: { index: 0 } } })).paths).toEqual(["actions[0].to"]);
    expect((await put({ states: { Open: { index: 0 } }, actions: [] })).status).toBe(200);
    await deploy();
    expect(await status()).toMatchObject({ record: { Status: { value: "Open" } } });
  });
});
