import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorOf } from "../testing/local-kintone.ts";
import { startSpaceKintone } from "../testing/space-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneUpdateThread } from "./update-thread.ts";

let server: LocalKintone;
let toolkit: ReturnType<typeof connect>;
const connect = (more: Readonly<Record<string, string>> = {}) =>
  toolkitWith(server, [kintoneUpdateThread], { ...passwordOf(), ...more });
beforeEach(async () => {
  server = await startSpaceKintone();
  toolkit = connect();
});
afterEach(async () => {
  await toolkit.close();
  await server.close();
});

const firstThread = () => server.spaces.find(({ id }) => id === 3)?.threads[0];

describe("kintone_update_thread", () => {
  it("changes the name, the text or both, and leaves the rest", async () => {
    const thread_id = String(firstThread()?.id);
    expect((await toolkit.call("kintone_update_thread", { thread_id, body: "<b>本文</b>" })).isOk()).toBe(true);
    expect(firstThread()).toMatchObject({ name: "Accounts", body: "<b>本文</b>" });
    expect((await toolkit.call("kintone_update_thread", { thread_id, name: "General" })).isOk()).toBe(true);
    expect(firstThread()).toMatchObject({ name: "General", body: "<b>本文</b>" });
  });

  it("refuses an update of nothing and a thread that does not exist", async () => {
    expect(errorOf(await toolkit.call("kintone_update_thread", { thread_id: "1" })).issues?.[0]?.path).toEqual([
      "name",
    ]);
    expect(server.requests).toEqual([]);
    expect(errorOf(await toolkit.call("kintone_update_thread", { thread_id: "999", name: "x" })).code).toBe(
      "not_found",
    );
  });

  it("passes the contract", async () => {
    const examples = [
      { thread_id: "1", name: "x" },
      { thread_id: "1", name: "x", body: "" },
    ];
    expect(await checkToolContract(kintoneUpdateThread, { examples })).toEqual([]);
  });
});
