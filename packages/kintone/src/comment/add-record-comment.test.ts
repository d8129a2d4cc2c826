import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { errorOf, oauthToken, startTestKintone, testUser } from "../testing/local-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneAddRecordComment } from "./add-record-comment.ts";

const tools = [kintoneAddRecordComment] as const;
let server: LocalKintone;
let toolkit: ReturnType<typeof toolkitWith<typeof tools>>;
beforeAll(async () => {
  server = await startTestKintone({ recordCount: 2, now: () => new Date("2026-01-31T09:30:15Z") });
  toolkit = toolkitWith(server, tools);
});
afterAll(async () => {
  await toolkit.close();
  await server.close();
});
beforeEach(() => {
  server.faults.clear();
  server.clearRequests();
});

const input = (comment_text: string, more: object = {}) => ({
  kintone_app_id: "1",
  record_id: "1",
  comment_text,
  ...more,
});
const add = (comment_text: string, more: object = {}) =>
  toolkit.call("kintone_add_record_comment", input(comment_text, more));
const comments = (record = 1) => server.app(1).comments.get(record) ?? [];
const posts = () => server.requests.filter(({ method }) => method === "POST").length;

describe("kintone_add_record_comment", () => {
  it("keeps the contract", async () => {
    const examples = [input("Checked."), input("See above", { mentions: [{ code: "sato", type: "USER" }] })];
    expect(await checkToolContract(kintoneAddRecordComment, { examples })).toEqual([]);
  });

  it("adds a comment with a mention, without the blanks around it", async () => {
    const output = (
      await add("  確認しました。\n次へ \n", { mentions: [{ code: "sato", type: "user" }] })
    )._unsafeUnwrap();
    expect(output).toMatchObject({ record_id: "1", app_id: "1", mentions_count: 1 });
    expect(comments().at(-1)).toMatchObject({
      text: "確認しました。\n次へ",
      mentions: [{ code: "sato", type: "USER" }],
    });
  });

  it("takes a mention alone", async () => {
    expect((await add("x", { mentions: { code: "sato", type: "USER" } }))._unsafeUnwrap().mentions_count).toBe(1);
  });

  it("answers created_at and creator, not null", async () => {
    await using user = toolkitWith(server, tools, passwordOf());
    const output = (await user.call("kintone_add_record_comment", input("mine")))._unsafeUnwrap();
    expect(output).toMatchObject({ created_at: "2026-01-31T09:30:00Z", creator: { code: testUser.code } });
    expect(output.response).toEqual({ id: output.comment_id });
  });

  it("succeeds with nulls when the comment cannot be read back", async () => {
    server.faults.next(
      { kind: "error", status: 403, code: "CB_NO02", message: "no" },
      { path: "record/comments.json" },
    );
    expect((await add("stands"))._unsafeUnwrap()).toMatchObject({ created_at: null, creator: null });
    expect(comments().at(-1)?.text).toBe("stands");
  });

  it("takes texts as long as kintone does, not 10,000 characters", async () => {
    expect((await add("x".repeat(65_535))).isOk()).toBe(true);
    expect(errorOf(await add("x".repeat(65_536))).issues?.[0]?.path).toEqual(["comment_text"]);
    expect(errorOf(await add(" \n ")).message).toContain("more than blanks");
  });

  it("names a mention that is wrong", async () => {
    const robots = [
      { code: "sato", type: "USER" },
      { code: "r2", type: "ROBOT" },
    ];
    expect(errorOf(await add("x", { mentions: robots })).issues).toEqual([
      { path: ["mentions", 1, "type"], message: '"ROBOT" is not one of USER, GROUP, ORGANIZATION' },
    ]);
    const many = Array.from({ length: 11 }, () => ({ code: "sato", type: "USER" }));
    expect(errorOf(await add("x", { mentions: many })).code).toBe("invalid_input");
    expect(server.requests).toHaveLength(0);
    expect(errorOf(await add("x", { mentions: [{ code: "nobody", type: "USER" }] }))).toMatchObject({
      origin: { service: "kintone", operation: "addRecordComment", status: 400 },
    });
  });

  it("tells a missing record, a missing app and a wrong token apart", async () => {
    const to = async (kintone_app_id: string, record_id: string) =>
      errorOf(await toolkit.call("kintone_add_record_comment", { kintone_app_id, record_id, comment_text: "x" }));
    expect(await to("1", "999")).toMatchObject({ code: "not_found", origin: { code: "GAIA_RE01" } });
    expect(await to("77", "1")).toMatchObject({ code: "not_found", origin: { code: "GAIA_AP01" } });
    await using stranger = toolkitWith(server, tools, { kintone_api_token: "NobodysTokenNobodysToken" });
    expect(errorOf(await stranger.call("kintone_add_record_comment", input("x"))).code).toBe("unauthenticated");
  });

  it("never adds twice: a lost answer is not tried again", async () => {
    const before = comments(1).length;
    server.faults.next({ kind: "cut_after_commit" }, { method: "POST", path: "record/comment.json" });
    expect(errorOf(await add("once"))).toMatchObject({
      code: "unavailable",
      retryable: false,
      hint: expect.stringContaining("is not known"),
    });
    expect(comments(1)).toHaveLength(before + 1);
    expect(posts()).toBe(1);
  });

  it("works with OAuth", async () => {
    await using oauth = toolkitWith(server, tools, { kintone_oauth_token: oauthToken });
    expect((await oauth.call("kintone_add_record_comment", input("by OAuth"))).isOk()).toBe(true);
  });

  it("says in a dry run what it would do, without the text", async () => {
    await using dry = toolkitWith(server, tools, undefined, { policy: { dryRun: true } });
    const answer = await dry.run(
      "kintone_add_record_comment",
      input(" secret ", { mentions: [{ code: "sato", type: "USER" }] }),
    );
    expect(answer._unsafeUnwrap()).toMatchObject({
      plan: "Adds a comment of 6 characters to record 1 of kintone app 1, which mentions sato.",
    });
    expect(server.requests).toHaveLength(0);
  });
});
