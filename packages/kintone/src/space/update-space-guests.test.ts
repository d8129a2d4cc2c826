import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorOf } from "../testing/local-kintone.ts";
import { startSpaceKintone } from "../testing/space-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneUpdateSpaceGuests } from "./update-space-guests.ts";

let server: LocalKintone;
let toolkit: ReturnType<typeof connect>;
const connect = (more: Readonly<Record<string, string>> = {}) =>
  toolkitWith(server, [kintoneUpdateSpaceGuests], { ...passwordOf(), ...more });
beforeEach(async () => {
  server = await startSpaceKintone();
  toolkit = connect();
});
afterEach(async () => {
  await toolkit.close();
  await server.close();
});

const guests = ["guest@example.com"];

describe("kintone_update_space_guests", () => {
  it("replaces the guests of a guest space, through its own address", async () => {
    await using inside = connect({ kintone_guest_space_id: "5" });
    const answer = await inside.call("kintone_update_space_guests", { space_id: "5", guests });
    expect(answer._unsafeUnwrap()).toEqual({ space_id: "5", guest_count: 1 });
    expect(server.spaces.find(({ id }) => id === 5)?.guests).toEqual(guests);
    expect((await inside.call("kintone_update_space_guests", { space_id: "5", guests: [] })).isOk()).toBe(true);
    expect(server.spaces.find(({ id }) => id === 5)?.guests).toEqual([]);
  });

  it("names the way into a guest space, and refuses an ordinary one", async () => {
    expect(errorOf(await toolkit.call("kintone_update_space_guests", { space_id: "5", guests }))).toMatchObject({
      code: "invalid_input",
      hint: expect.stringContaining("kintone_guest_space_id"),
    });
    const ordinary = await toolkit.call("kintone_update_space_guests", { space_id: "3", guests });
    expect(errorOf(ordinary).code).toBe("invalid_input");
  });

  it("passes the contract", async () => {
    expect(await checkToolContract(kintoneUpdateSpaceGuests, { examples: [{ space_id: "5", guests }] })).toEqual([]);
  });
});
