import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetRecordComments } from "./get-record-comments.ts";

const tools = [kintoneGetRecordComments] as const;
let server: LocalKintone;
let toolkit: ReturnType<typeof toolkitWith<typeof tools>>;
const author = { code: "sato", name: "佐藤" };
const comment = (id: number) => ({ id, text: `c${id}`, createdAt: Date.UTC(2026, 0, 1, 0, id), creator: author });

beforeAll(async () => {
  server = await startTestKintone({ recordCount: 2 });
  toolkit = toolkitWith(server, tools);
});
afterAll(async () => {
  await toolkit.close();
  await server.close();
});
const fill = (count: number) =>
  server.app(1).comments.set(
    1,
    Array.from({ length: count }, (_, index) => ({ ...comment(index + 1), mentions: [] })),
  );
beforeEach(() => {
  fill(25);
  server.faults.clear();
  server.clearRequests();
});

const input = { kintone_app_id: "1", record_id: "1" };
const get = async (more: object = {}) =>
  (await toolkit.call("kintone_get_record_comments", { ...input, ...more }))._unsafeUnwrap();
const ids = ({ comments }: { comments: readonly { id: string }[] }) => comments.map(({ id }) => Number(id));
const range = (from: number, to: number) =>
  Array.from({ length: Math.abs(to - from) + 1 }, (_, index) => (from < to ? from + index : from - index));

describe("kintone_get_record_comments", () => {
  it("keeps the contract", async () => {
    expect(await checkToolContract(kintoneGetRecordComments, { examples: [input, { ...input, limit: 5 }] })).toEqual(
      [],
    );
  });

  it("reads all comments, oldest first, ten a request", async () => {
    const answer = await get();
    expect(ids(answer)).toEqual(range(1, 25));
    expect(answer.comments[0]).toEqual({
      id: "1",
      text: "c1",
      createdAt: "2026-01-01T00:01:00Z",
      creator: author,
      mentions: [],
    });
    expect(answer.meta).toEqual({
      mode: "all",
      page_size: 10,
      used_pages: 3,
      offset_start: 0,
      order: "asc",
      older: false,
      newer: false,
      requested_limit: null,
      total_count: 25,
      first_id: "1",
      last_id: "25",
      truncated: false,
    });
  });

  it("reads newest first", async () => {
    expect(ids(await get({ order: "desc" }))).toEqual(range(25, 1));
    const latest = await get({ order: "desc", limit: 3 });
    expect(ids(latest)).toEqual([25, 24, 23]);
    expect(latest.meta).toMatchObject({ older: true, newer: false, used_pages: 1 });
  });

  it("takes a limit above 10 for that limit, not for all", async () => {
    const answer = await get({ limit: 12, offset: 2 });
    expect(ids(answer)).toEqual(range(3, 14));
    expect(answer.meta).toMatchObject({
      mode: "limited",
      requested_limit: 12,
      used_pages: 2,
      older: true,
      newer: true,
      truncated: false,
    });
  });

  it("reads at most 2,000 at once and puts no warning among them: meta says that there are more", async () => {
    fill(2001);
    const answer = await get();
    expect(answer.comments).toHaveLength(2000);
    expect(answer.comments.every(({ text }) => text.startsWith("c"))).toBe(true);
    expect(answer.meta).toMatchObject({ truncated: true, newer: true, used_pages: 200 });
  });

  it("gives each comment once while others are added", async () => {
    const onProgress = () => fill((server.app(1).comments.get(1)?.length ?? 0) + 1);
    const call = { ...input, order: "desc" as const };
    const answer = (await toolkit.call("kintone_get_record_comments", call, { onProgress }))._unsafeUnwrap();
    expect(ids(answer)).toEqual(range(25, 1));
  });

  it("says so when there are none", async () => {
    const call = { ...input, record_id: "2" };
    const answer = (await toolkit.run("kintone_get_record_comments", call))._unsafeUnwrap();
    expect(answer).toMatchObject({
      output: { comments: [], meta: { first_id: null, last_id: null, total_count: 0 } },
      content: [{ type: "text", text: "No comments." }],
    });
  });

  it("is text for people and models", async () => {
    const answer = (await toolkit.run("kintone_get_record_comments", { ...input, limit: 2 }))._unsafeUnwrap();
    expect(answer.status === "completed" ? answer.content : []).toEqual([
      {
        type: "text",
        text: "2 comments, oldest first, the record has more\n[1] 2026-01-01T00:01:00Z 佐藤 (sato): c1\n[2] 2026-01-01T00:02:00Z 佐藤 (sato): c2",
      },
    ]);
  });

  it("tells a missing record, a missing app and a wrong token apart, none of them as status unknown", async () => {
    const fails = async (more: object) =>
      errorOf(await toolkit.call("kintone_get_record_comments", { ...input, ...more }));
    expect(await fails({ record_id: "999" })).toMatchObject({ code: "not_found", origin: { status: 404 } });
    expect(await fails({ kintone_app_id: "77" })).toMatchObject({ origin: { code: "GAIA_AP01" } });
    await using stranger = toolkitWith(server, tools, { kintone_api_token: "NobodysTokenNobodysToken" });
    expect(errorOf(await stranger.call("kintone_get_record_comments", input)).code).toBe("unauthenticated");
  });

  it("reads on after kintone was busy", async () => {
    server.faults.next({ kind: "too_many_requests" }, { path: "record/comments.json", after: 1 });
    server.faults.next({ kind: "cut_before_commit" }, { path: "record/comments.json", after: 1 });
    expect((await get()).meta.total_count).toBe(25);
    expect(server.faults.pending).toBe(0);
  });
});
