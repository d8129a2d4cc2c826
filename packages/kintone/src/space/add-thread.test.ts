import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorOf } from "../testing/local-kintone.ts";
import { startSpaceKintone } from "../testing/space-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneAddThread } from "./add-thread.ts";

let server: LocalKintone;
let toolkit: ReturnType<typeof connect>;
const connect = (more: Readonly<Record<string, string>> = {}) =>
  toolkitWith(server, [kintoneAddThread], { ...passwordOf(), ...more });
beforeEach(async () => {
  server = await startSpaceKintone();
  toolkit = connect();
});
afterEach(async () => {
  await toolkit.close();
  await server.close();
});

describe("kintone_add_thread", () => {
  it("opens a thread", async () => {
    const answer = (await toolkit.call("kintone_add_thread", { space_id: "3", name: "月次" }))._unsafeUnwrap();
    expect(answer.space_id).toBe("3");
    const threads = server.spaces.find(({ id }) => id === 3)?.threads;
    expect(threads?.at(-1)).toMatchObject({ id: Number(answer.thread_id), name: "月次" });
  });

  it("refuses a space with one thread only", async () => {
    const answer = await toolkit.call("kintone_add_thread", { space_id: "4", name: "x" });
    expect(errorOf(answer)).toMatchObject({ code: "invalid_input", origin: { operation: "addThread" } });
  });

  it("is not opened twice: a lost answer is not tried again", async () => {
    server.faults.next({ kind: "cut_after_commit" }, { method: "POST" });
    expect(errorOf(await toolkit.call("kintone_add_thread", { space_id: "3", name: "x" })).retryable).toBe(false);
    expect(server.spaces.find(({ id }) => id === 3)?.threads).toHaveLength(2);
  });

  it("passes the contract", async () => {
    expect(await checkToolContract(kintoneAddThread, { examples: [{ space_id: "3", name: "x" }] })).toEqual([]);
  });
});
