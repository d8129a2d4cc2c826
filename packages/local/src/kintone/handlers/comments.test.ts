import { describe, expect, it } from "vitest";
import { failure, startTestKintone, type TestAnswer } from "../test-client.ts";

const users = [
  { code: "mori", password: "secret-1", name: "Mori", permissions: ["view" as const] },
  { code: "hayashi", password: "secret-2", permissions: ["view" as const] },
];
const as = (text: string) => ({ "X-Cybozu-Authorization": Buffer.from(text).toString("base64") });
const texts = ({ body }: TestAnswer): unknown => {
  if (typeof body !== "object" || body === null || !("comments" in body) || !Array.isArray(body.comments)) return body;
  return { ...body, comments: body.comments.map((comment: { text: string }) => comment.text) };
};

describe("record comments", () => {
  it("are added, listed newest first in tens, and know whether there is more", async () => {
    const now = () => new Date("2026-01-02T03:04:05Z");
    await using test = await startTestKintone({}, { users, now }, { records: [{}] });
    for (let number = 1; number <= 12; number += 1) {
      const answer = await test.call("POST", "record/comment.json", { record: 1, comment: { text: `c${number}` } });
      expect(answer.body).toEqual({ id: String(number) });
    }
    const list = async (parameters = {}) =>
      texts(await test.call("GET", "record/comments.json", { record: 1, ...parameters }));
    const falling = Array.from({ length: 10 }, (_, index) => `c${12 - index}`);
    expect(await list()).toEqual({ comments: falling, older: true, newer: false });
    expect(await list({ order: "asc", limit: 2, offset: 1 })).toEqual({
      comments: ["c2", "c3"],
      older: true,
      newer: true,
    });
    expect(await list({ offset: 10 })).toEqual({ comments: ["c2", "c1"], older: false, newer: true });
    expect(failure(await test.call("GET", "record/comments.json", { record: 1, limit: 11 }))).toMatchObject({
      paths: ["limit"],
    });
    expect(failure(await test.call("GET", "record/comments.json", { record: 1, order: "up" }))).toMatchObject({
      paths: ["order"],
    });
    expect(failure(await test.call("GET", "record/comments.json", { record: 2 }))).toMatchObject({ code: "GAIA_RE01" });
  });

  it("show author, time and mentions", async () => {
    const now = () => new Date("2026-01-02T03:04:05Z");
    await using test = await startTestKintone({}, { users, now }, { records: [{}] });
    const comment = { text: "look", mentions: [{ code: "hayashi", type: "USER" }] };
    await test.call("POST", "record/comment.json", { record: 1, comment }, as("mori:secret-1"));
    expect((await test.call("GET", "record/comments.json", { record: 1 })).body).toEqual({
      comments: [
        {
          id: "1",
          text: "look",
          createdAt: "2026-01-02T03:04:00Z",
          creator: { code: "mori", name: "Mori" },
          mentions: [{ code: "hayashi", type: "USER" }],
        },
      ],
      older: false,
      newer: false,
    });
  });

  it("are refused without text, when too long, or with bad mentions", async () => {
    await using test = await startTestKintone({}, { users }, { records: [{}] });
    const add = async (comment: unknown) =>
      failure(await test.call("POST", "record/comment.json", { record: 1, comment }));
    expect(await add({ text: "" })).toMatchObject({ status: 400, paths: ["comment.text"] });
    expect(await add({ text: "x".repeat(65_536) })).toMatchObject({ status: 400, paths: ["comment.text"] });
    expect(await add({ text: "x".repeat(65_535) })).toMatchObject({ status: 200 });
    const mentions = Array.from({ length: 11 }, () => ({ code: "mori", type: "USER" }));
    expect(await add({ text: "x", mentions })).toMatchObject({ status: 400, paths: ["comment.mentions"] });
    expect(await add({ text: "x", mentions: [{ code: "nobody", type: "USER" }] })).toMatchObject({ code: "GAIA_IL26" });
    expect(await add({ text: "x", mentions: [{ code: "mori", type: "ROBOT" }] })).toMatchObject({ code: "CB_IJ01" });
  });

  it("are deleted by their author only", async () => {
    await using test = await startTestKintone({}, { users }, { records: [{}] });
    await test.call("POST", "record/comment.json", { record: 1, comment: { text: "mine" } }, as("mori:secret-1"));
    const remove = async (comment: number, user: string) =>
      failure(await test.call("DELETE", "record/comment.json", { record: 1, comment }, as(user)));
    expect(await remove(1, "hayashi:secret-2")).toMatchObject({ status: 403, code: "CB_NO02" });
    expect(await remove(1, "mori:secret-1")).toMatchObject({ status: 200 });
    expect(await remove(1, "mori:secret-1")).toMatchObject({ status: 400, code: "GAIA_RE02" });
  });
});
