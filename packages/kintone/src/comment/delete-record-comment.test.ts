import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneDeleteRecordComment } from "./delete-record-comment.ts";

const tools = [kintoneDeleteRecordComment] as const;
const reader = { code: "mori", password: "LocalReaderPassword-7", permissions: ["view" as const] };
const administrator = { code: "Administrator", name: "Administrator" };
let server: LocalKintone;
let toolkit: ReturnType<typeof toolkitWith<typeof tools>>;
beforeAll(async () => {
  server = await startTestKintone({ recordCount: 1, users: [reader], oauthTokens: [] });
  toolkit = toolkitWith(server, tools);
});
afterAll(async () => {
  await toolkit.close();
  await server.close();
});
beforeEach(() => {
  server.app(1).comments.set(
    1,
    [1, 2].map((id) => ({ id, text: `c${id}`, createdAt: 0, creator: administrator, mentions: [] })),
  );
  server.clearRequests();
});

const input = { kintone_app_id: "1", record_id: "1", comment_id: "2" };
const remaining = () => (server.app(1).comments.get(1) ?? []).map(({ id }) => id);

describe("kintone_delete_record_comment", () => {
  it("keeps the contract", async () => {
    expect(await checkToolContract(kintoneDeleteRecordComment, { examples: [input] })).toEqual([]);
  });

  it("deletes that comment alone", async () => {
    expect((await toolkit.call("kintone_delete_record_comment", input))._unsafeUnwrap()).toEqual({
      app_id: "1",
      record_id: "1",
      comment_id: "2",
    });
    expect(remaining()).toEqual([1]);
  });

  it("says that a comment is gone already", async () => {
    const error = errorOf(await toolkit.call("kintone_delete_record_comment", { ...input, comment_id: "9" }));
    expect(error).toMatchObject({ code: "not_found", origin: { code: "GAIA_RE02" } });
    expect(remaining()).toEqual([1, 2]);
  });

  it("deletes nobody else's comment, and says what is needed", async () => {
    await using other = toolkitWith(server, tools, passwordOf(reader));
    expect(errorOf(await other.call("kintone_delete_record_comment", input))).toMatchObject({
      code: "forbidden",
      hint: expect.stringContaining("own"),
    });
    expect(remaining()).toEqual([1, 2]);
  });

  it("says what it would do", async () => {
    await using dry = toolkitWith(server, tools, undefined, { policy: { dryRun: true } });
    expect((await dry.run("kintone_delete_record_comment", input))._unsafeUnwrap()).toMatchObject({
      plan: "Deletes comment 2 of record 1 in kintone app 1 for good.",
      effect: { kind: "destroy", idempotent: true },
    });
    expect(server.requests).toHaveLength(0);
  });
});
