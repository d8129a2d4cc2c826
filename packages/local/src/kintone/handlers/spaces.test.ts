import { describe, expect, it } from "vitest";
import { failure, send, startTestKintone } from "../test-client.ts";

const users = [
  { code: "mori", password: "secret-1" },
  { code: "ono", password: "secret-2", permissions: ["view"] as const },
];
const spaces = [
  {
    id: 3,
    name: "Accounts",
    useMultiThread: true,
    members: [{ type: "USER" as const, code: "mori", isAdmin: true }],
  },
  { id: 4, name: "Board", isPrivate: true },
];
const as = (user: string) => ({ "X-Cybozu-Authorization": Buffer.from(user).toString("base64") });
const mori = as("mori:secret-1");
const ono = as("ono:secret-2");
const start = () =>
  startTestKintone({}, { users, spaces, spaceTemplates: [{ id: 1, name: "Project" }] }, { spaceId: 3 });

describe("spaces", () => {
  it("takes a password only", async () => {
    await using test = await start();
    expect(failure(await test.call("GET", "space.json", { id: 3 }))).toMatchObject({ status: 403, code: "GAIA_NO01" });
    expect((await send(test.kintone, "GET", "space.json", { id: 3 }, mori)).body).toMatchObject({
      id: "3",
      name: "Accounts",
      memberCount: "1",
      attachedApps: [{ appId: String(test.app.id) }],
    });
  });

  it("shows a private space to its members only, and is changed by its administrators only", async () => {
    await using test = await start();
    const put = (id: number, headers: Record<string, string>) =>
      send(test.kintone, "PUT", "space.json", { id, name: "New" }, headers);
    expect(failure(await send(test.kintone, "GET", "space.json", { id: 4 }, ono))).toMatchObject({ code: "CB_NO02" });
    expect((await send(test.kintone, "GET", "space.json", { id: 3 }, ono)).status).toBe(200);
    expect(failure(await put(3, ono))).toMatchObject({ status: 403, code: "CB_NO02" });
    expect((await put(3, mori)).body).toEqual({});
  });

  it("keeps several threads once a space has them, and gives its widgets to such spaces only", async () => {
    await using test = await start();
    const put = (parameters: object) => send(test.kintone, "PUT", "space.json", { ...parameters }, mori);
    expect(failure(await put({ id: 3, useMultiThread: false })).paths).toEqual(["useMultiThread"]);
    expect(failure(await put({ id: 4, showAppList: false })).paths).toEqual(["showAppList"]);
    expect((await put({ id: 4, useMultiThread: true, showAppList: false })).status).toBe(200);
    expect((await send(test.kintone, "GET", "space.json", { id: 4 }, mori)).body).toMatchObject({
      useMultiThread: true,
      showAppList: false,
      showThreadList: true,
    });
  });

  it("makes spaces of templates and deletes spaces with their apps", async () => {
    await using test = await start();
    const members = [{ entity: { type: "USER", code: "mori" }, isAdmin: true }];
    const make = (parameters: object) =>
      send(test.kintone, "POST", "template/space.json", { id: 1, name: "P", members, ...parameters }, mori);
    expect((await make({})).body).toEqual({ id: "5" });
    expect(failure(await make({ members: [] })).paths).toEqual(["members"]);
    expect(failure(await make({ id: 9 }))).toMatchObject({ status: 404 });
    expect((await send(test.kintone, "DELETE", "space.json", { id: 3 }, mori)).body).toEqual({});
    expect(test.kintone.apps).toEqual([]);
    expect(failure(await send(test.kintone, "GET", "space.json", { id: 3 }, mori))).toMatchObject({ status: 404 });
  });

  it("has threads with comments", async () => {
    await using test = await start();
    const added = await send(test.kintone, "POST", "space/thread.json", { space: 3, name: "T" }, mori);
    const thread = Number((added.body as { id: string }).id);
    const comment = { space: 3, thread, comment: { text: "hello" } };
    expect((await send(test.kintone, "POST", "space/thread/comment.json", comment, ono)).body).toEqual({ id: "1" });
    expect((await send(test.kintone, "PUT", "space/thread.json", { id: thread, name: "U" }, mori)).body).toEqual({});
    expect(test.kintone.spaces[0]?.threads[1]).toMatchObject({ name: "U", comments: [{ text: "hello" }] });
    expect(failure(await send(test.kintone, "POST", "space/thread.json", { space: 4, name: "T" }, mori)).paths).toEqual(
      ["space"],
    );
  });
});

describe("the search", () => {
  it("finds what every condition holds for, and nothing without AND or OR", async () => {
    await using test = await start();
    const hits = async (...query: object[]) => {
      const { body } = await send(test.kintone, "POST", "search.json", { query }, mori);
      return (body as { hits: { type: string }[] }).hits.map(({ type }) => type);
    };
    expect(await hits({ operator: "AND", keywords: ["accounts"] })).toEqual(["SPACE", "THREAD"]);
    expect(await hits({ operator: "OR", keywords: ["accounts", "board"] })).toHaveLength(4);
    expect(
      await hits({ operator: "OR", keywords: ["accounts", "board"] }, { operator: "NOT", keywords: ["board"] }),
    ).toEqual(["SPACE", "THREAD"]);
    expect(await hits({ operator: "NOT", keywords: ["board"] })).toEqual([]);
  });

  it("refuses what is out of bounds", async () => {
    await using test = await start();
    const fails = async (parameters: object) =>
      failure(await send(test.kintone, "POST", "search.json", { ...parameters }, mori)).paths;
    const query = [{ operator: "AND", keywords: ["x"] }];
    expect(await fails({ query: [] })).toEqual(["query"]);
    expect(await fails({ query, limit: 21 })).toEqual(["limit"]);
    expect(await fails({ query, sort: { by: "RELEVANCE", order: "ASC" } })).toEqual(["sort.order"]);
    expect(await fails({ query: [{ operator: "AND", keywords: ["x".repeat(51)] }] })).toEqual(["query[0].keywords[0]"]);
    expect(failure(await test.call("POST", "search.json", { query }))).toMatchObject({ status: 403 });
  });
});
