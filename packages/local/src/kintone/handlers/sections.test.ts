import { describe, expect, it } from "vitest";
import { failure, send, startTestKintone, uploadFile } from "../test-client.ts";

const users = [{ code: "mori", password: "pass-1" }];
const mori = { "X-Cybozu-Authorization": Buffer.from("mori:pass-1").toString("base64") };
const start = () => startTestKintone({ Name: { type: "SINGLE_LINE_TEXT" } }, { users, deployMs: 0 });

describe("views, reports and actions", () => {
  it("keep their ids when renamed, and are gone when left out", async () => {
    await using test = await start();
    const put = (views: object) => test.call("PUT", "preview/app/views.json", { views });
    const first = await put({
      All: { index: 0, type: "LIST", fields: ["Name"] },
      Month: { index: "1", type: "CALENDAR" },
    });
    expect(first.body).toEqual({ views: { All: { id: "1" }, Month: { id: "2" } }, revision: "2" });
    const second = await put({
      Month: { index: 0, type: "CALENDAR", name: "Calendar" },
      New: { index: 1, type: "LIST" },
    });
    expect(second.body).toMatchObject({ views: { Calendar: { id: "2" }, New: { id: "3" } } });
    expect((await test.call("GET", "app/views.json")).body).toEqual({ views: {}, revision: "1" });
    await test.call("POST", "preview/app/deploy.json", { apps: [{ app: 1 }] });
    expect((await test.call("GET", "app/views.json")).body).toEqual({
      views: {
        Calendar: { type: "CALENDAR", name: "Calendar", id: "2", index: "0", filterCond: "", sort: "" },
        New: { type: "LIST", name: "New", id: "3", index: "1", filterCond: "", sort: "", fields: [] },
      },
      revision: "3",
    });
  });

  it("need an index and a kind", async () => {
    await using test = await start();
    const refused = async (path: string, parameters: object) =>
      failure(await test.call("PUT", `preview/app/${path}.json`, { ...parameters })).paths;
    expect(await refused("views", {})).toEqual(["views"]);
    expect(await refused("views", { views: { A: { type: "LIST" } } })).toEqual(["views[A].index"]);
    expect(await refused("views", { views: { A: { index: 0, type: "GRID" } } })).toEqual(["views[A].type"]);
    expect(await refused("reports", { reports: { A: { index: 0 } } })).toEqual(["reports[A].chartType"]);
    const twice = { A: { index: 0, name: "B" }, C: { index: 1, name: "B" } };
    expect(await refused("actions", { actions: twice })).toEqual(["actions"]);
  });
});

describe("permissions and notifications", () => {
  it("are replaced as lists", async () => {
    await using test = await start();
    const entity = { type: "USER", code: "mori" };
    const sections: readonly (readonly [string, Readonly<Record<string, unknown>>, object])[] = [
      [
        "app/acl",
        { rights: [{ entity, appEditable: true }] },
        { rights: [{ entity, appEditable: true, includeSubs: false }] },
      ],
      ["record/acl", { rights: [{ entities: [{ entity, viewable: true }] }] }, { rights: [{ filterCond: "" }] }],
      [
        "field/acl",
        { rights: [{ code: "Name", entities: [{ entity, accessibility: "READ" }] }] },
        { rights: [{ code: "Name" }] },
      ],
      ["app/notifications/general", { notifyToCommenter: false }, { notifications: [], notifyToCommenter: false }],
      [
        "app/notifications/perRecord",
        { notifications: [{ targets: [{ entity }] }] },
        { notifications: [{ title: "" }] },
      ],
      ["app/notifications/reminder", { timezone: "Asia/Tokyo" }, { notifications: [], timezone: "Asia/Tokyo" }],
    ];
    for (const [path, parameters, shown] of sections) {
      expect((await test.call("PUT", `preview/${path}.json`, parameters)).status, path).toBe(200);
      expect((await test.call("GET", `preview/${path}.json`)).body, path).toMatchObject(shown);
    }
    const wrong = await test.call("PUT", "preview/app/acl.json", {
      rights: [{ entity: { type: "ROBOT", code: "r2" } }],
    });
    expect(failure(wrong).paths).toEqual(["rights[0].entity.type"]);
    expect(failure(await test.call("PUT", "preview/field/acl.json", { rights: [{ code: "Name" }] })).paths).toEqual([
      "rights[0].entities",
    ]);
  });

  it("are evaluated for a user's records, not with a token", async () => {
    await using test = await start();
    test.app.seed([{}, {}]);
    const evaluate = (parameters: object, headers?: Readonly<Record<string, string>>) =>
      test.call("GET", "records/acl/evaluate.json", { ...parameters }, headers);
    expect((await evaluate({ ids: [1, 2] }, mori)).body).toMatchObject({
      rights: [
        { id: "1", record: { viewable: true, editable: true, deletable: true }, fields: { Name: { editable: true } } },
        { id: "2" },
      ],
    });
    expect(failure(await evaluate({ ids: [3] }, mori))).toMatchObject({ status: 404, code: "GAIA_RE01" });
    expect(failure(await evaluate({ ids: [1] }))).toMatchObject({ status: 403, code: "GAIA_NO01" });
  });
});

describe("customization", () => {
  it("holds links and files, and is not for tokens", async () => {
    await using test = await start();
    const call = (method: string, parameters: object = {}) =>
      send(test.kintone, method, "preview/app/customize.json", { app: 1, ...parameters }, mori);
    const link = { type: "URL", url: "https://example.com/a.js" };
    const file = { type: "FILE", file: { fileKey: await uploadFile(test, "a.css", "css") } };
    expect((await call("PUT", { scope: "ADMIN", desktop: { js: [link], css: [file] } })).body).toEqual({
      revision: "2",
    });
    const read = (await call("GET")).body as { desktop: { css: { file: { fileKey: string } }[] } };
    expect(read).toMatchObject({
      scope: "ADMIN",
      desktop: { js: [link], css: [{ file: { name: "a.css" } }] },
      mobile: { js: [] },
    });
    expect((await call("PUT", { desktop: read.desktop })).body).toEqual({ revision: "3" });
    expect((await call("GET")).body).toMatchObject({ desktop: read.desktop });
    expect(failure(await call("PUT", { scope: "SOME" })).paths).toEqual(["scope"]);
    expect(failure(await call("PUT", { mobile: { js: [{ type: "FILE", file: { fileKey: "nope" } }] } })).paths).toEqual(
      ["mobile.js[0].file.fileKey"],
    );
    expect(failure(await test.call("GET", "app/customize.json"))).toMatchObject({ status: 403, code: "GAIA_NO01" });
  });
});
