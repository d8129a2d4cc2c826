import { describe, expect, it } from "vitest";
import { failure, send, startTestKintone } from "./test-client.ts";

const users = [
  { code: "mori", password: "pass:word-1" },
  { code: "reader", password: "secret-2", permissions: ["view" as const] },
];
const basic = (text: string) => ({ "X-Cybozu-Authorization": Buffer.from(text).toString("base64") });
const tokens = (...list: string[]) => ({ "X-Cybozu-API-Token": list.join(",") });
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

const start = () => startTestKintone({ Title: { type: "SINGLE_LINE_TEXT" } }, { users }, { records: [{}] });

describe("authentication", () => {
  it("asks for a log-in, and knows users by password", async () => {
    await using test = await start();
    const read = async (headers: Readonly<Record<string, string>>) =>
      failure(await test.call("GET", "records.json", {}, headers));
    expect(await read({})).toMatchObject({ status: 401, code: "CB_AU01" });
    expect(await read(basic("mori:pass:word-1"))).toMatchObject({ status: 200 });
    expect(await read(basic("mori:wrong"))).toMatchObject({ status: 401, code: "CB_WA01" });
    expect(await read(basic("nobody:pass:word-1"))).toMatchObject({ status: 401, code: "CB_WA01" });
    expect(await read({ ...basic("mori:pass:word-1"), ...tokens("unknown") })).toMatchObject({ status: 200 });
    const add = await test.call("POST", "record.json", {}, basic("reader:secret-2"));
    expect(failure(add)).toMatchObject({ status: 403, code: "CB_NO02" });
  });

  it("knows API tokens by app and by permission", async () => {
    await using test = await startTestKintone(
      {},
      {},
      {
        tokens: [
          { permissions: ["view"] },
          { permissions: ["add"] },
          { token: "chosenToken123", permissions: ["delete"] },
        ],
      },
    );
    const other = test.kintone.addApp({ name: "Other", fields: {}, tokens: [{ permissions: ["view"] }] });
    const view = test.app.token("view");
    const read = async (...list: string[]) => failure(await test.call("GET", "records.json", {}, tokens(...list)));
    expect(await read(view)).toMatchObject({ status: 200 });
    expect(await read(other.token("view"), view)).toMatchObject({ status: 200 });
    expect(await read(other.token("view"))).toMatchObject({ status: 403, code: "GAIA_AP15" });
    expect(await read("unknown")).toMatchObject({ status: 400, code: "GAIA_IA02" });
    expect(await read(view, "unknown")).toMatchObject({ status: 400, code: "GAIA_IA02" });
    expect(await read(view, test.app.token("add"))).toMatchObject({ status: 400, code: "GAIA_DA03" });
    expect(await read(test.app.token("add"))).toMatchObject({ status: 403, code: "GAIA_NO01" });
    expect(await read("chosenToken123")).toMatchObject({ status: 403, code: "GAIA_NO01" });
    expect(await read(...Array.from({ length: 10 }, () => view))).toMatchObject({ status: 400, code: "CB_IL02" });
  });

  it("keeps each call to its permission", async () => {
    await using test = await startTestKintone({}, {}, { tokens: [{ permissions: ["view"] }], records: [{}] });
    const calls = [
      ["POST", "record.json", {}],
      ["PUT", "record.json", { id: 1 }],
      ["POST", "records.json", { records: [] }],
      ["PUT", "records.json", { records: [] }],
      ["DELETE", "records.json", { ids: [1] }],
    ] as const;
    for (const [method, path, parameters] of calls) {
      expect(failure(await test.call(method, path, parameters)), `${method} ${path}`).toMatchObject({
        status: 403,
        code: "GAIA_NO01",
      });
    }
  });

  it("lists apps to users only", async () => {
    await using test = await start();
    const byToken = await send(test.kintone, "GET", "apps.json", {}, tokens(test.app.token("view")));
    expect(failure(byToken)).toMatchObject({ status: 403, code: "GAIA_NO01" });
    const byUser = await send(test.kintone, "GET", "apps.json", { name: "tes", limit: 10 }, basic("mori:pass:word-1"));
    expect(byUser).toMatchObject({ status: 200, body: { apps: [{ appId: "1", name: "Test", spaceId: null }] } });
    const none = await send(test.kintone, "GET", "apps.json", { ids: [7] }, basic("mori:pass:word-1"));
    expect(none.body).toEqual({ apps: [] });
  });

  it("takes OAuth within its scopes, but never for cursors and bulk requests", async () => {
    const oauthTokens = [{ token: "oauth-1", user: "mori", scopes: ["k:app_record:read"] }];
    await using test = await startTestKintone({}, { users, oauthTokens });
    const call = async (method: string, path: string, headers = bearer("oauth-1")) =>
      failure(await test.call(method, path, {}, headers));
    expect(await call("GET", "records.json")).toMatchObject({ status: 200 });
    expect(await call("POST", "record.json")).toMatchObject({ status: 403, code: "CB_OA01" });
    expect(await call("GET", "app/form/fields.json")).toMatchObject({ status: 403, code: "CB_OA01" });
    expect(await call("POST", "records/cursor.json")).toMatchObject({ status: 403, code: "CB_OA01" });
    expect(await call("POST", "bulkRequest.json")).toMatchObject({ status: 403, code: "CB_OA01" });
    expect(await call("GET", "records.json", bearer("expired"))).toMatchObject({ status: 401, code: "CB_OA01" });
  });

  it("serves apps of a guest space only under its path", async () => {
    await using test = await startTestKintone({}, {}, { guestSpaceId: 5 });
    expect(failure(await test.call("GET", "records.json"))).toMatchObject({ status: 400, code: "GAIA_IL23" });
    const guest = (space: number) =>
      fetch(`${test.kintone.url}/k/guest/${space}/v1/records.json?app=1`, { headers: tokens(test.app.token("view")) });
    expect((await guest(5)).status).toBe(200);
    expect((await guest(6)).status).toBe(404);
  });
});
