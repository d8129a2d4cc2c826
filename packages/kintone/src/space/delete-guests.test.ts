import { checkToolContract } from "@tsunagu/core/testing";
import { expect, it } from "vitest";
import { errorOf } from "../testing/local-kintone.ts";
import { startSpaceKintone } from "../testing/space-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneDeleteGuests } from "./delete-guests.ts";
import { kintoneUpdateSpaceGuests } from "./update-space-guests.ts";

const guests = ["guest@example.com"];

it("kintone_delete_guests keeps the contract of a tool", async () => {
  expect(await checkToolContract(kintoneDeleteGuests, { examples: [{ guests }] })).toEqual([]);
});

it("kintone_delete_guests deletes guests, who also leave their spaces", async () => {
  await using server = await startSpaceKintone();
  const inside = { ...passwordOf(), kintone_guest_space_id: "5" };
  await using toolkit = toolkitWith(server, [kintoneDeleteGuests, kintoneUpdateSpaceGuests], inside);
  await toolkit.call("kintone_update_space_guests", { space_id: "5", guests });
  expect((await toolkit.call("kintone_delete_guests", { guests }))._unsafeUnwrap()).toEqual({ guests });
  expect(server.spaces.find(({ id }) => id === 5)?.guests).toEqual([]);
  expect(errorOf(await toolkit.call("kintone_delete_guests", { guests }))).toMatchObject({
    code: "invalid_input",
    issues: [{ path: ["guests", 0] }],
  });
});
