import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorOf } from "../testing/local-kintone.ts";
import { startSpaceKintone } from "../testing/space-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneAddThreadComment } from "./add-thread-comment.ts";

let server: LocalKintone;
let toolkit: ReturnType<typeof connect>;
const connect = (more: Readonly<Record<string, string>> = {}) =>
  toolkitWith(server, [kintoneAddThreadComment], { ...passwordOf(), ...more });
beforeEach(async () => {
  server = await startSpaceKintone();
  toolkit = connect();
});
afterEach(async () => {
  await toolkit.close();
  await server.close();
});

const thread = () => server.spaces.find(({ id }) => id === 3)?.threads[0];
const comment = (more: object = {}) => ({
  space_id: "3",
  thread_id: String(thread()?.id),
  comment_text: "確認しました",
  ...more,
});

describe("kintone_add_thread_comment", () => {
  it("writes a comment", async () => {
    const answer = await toolkit.call(
      "kintone_add_thread_comment",
      comment({ mentions: [{ type: "USER", code: "sato" }] }),
    );
    expect(answer._unsafeUnwrap()).toMatchObject({ space_id: "3", comment_id: "1" });
    expect(thread()?.comments).toMatchObject([{ id: 1, text: "確認しました", creator: { code: "sato" } }]);
  });

  it("refuses an empty text, too many mentions and a thread of another space", async () => {
    expect(errorOf(await toolkit.call("kintone_add_thread_comment", comment({ comment_text: "" }))).code).toBe(
      "invalid_input",
    );
    const mentions = Array.from({ length: 11 }, () => ({ type: "USER", code: "sato" }));
    expect(errorOf(await toolkit.call("kintone_add_thread_comment", comment({ mentions }))).issues?.[0]?.path).toEqual([
      "mentions",
    ]);
    expect(server.requests).toEqual([]);
    expect(errorOf(await toolkit.call("kintone_add_thread_comment", comment({ space_id: "4" }))).code).toBe(
      "not_found",
    );
  });

  it("passes the contract", async () => {
    const examples = [{ space_id: "3", thread_id: "1", comment_text: "x", file_keys: ["abc"] }];
    expect(await checkToolContract(kintoneAddThreadComment, { examples })).toEqual([]);
  });
});
