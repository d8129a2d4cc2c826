import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorOf } from "../testing/local-kintone.ts";
import { plainUser, startSpaceKintone } from "../testing/space-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneDeleteSpace } from "./delete-space.ts";

let server: LocalKintone;
beforeEach(async () => {
  server = await startSpaceKintone();
});
afterEach(() => server.close());

describe("kintone_delete_space", () => {
  it("deletes a space with its apps", async () => {
    await using toolkit = toolkitWith(server, [kintoneDeleteSpace], passwordOf());
    expect((await toolkit.call("kintone_delete_space", { space_id: "3" }))._unsafeUnwrap()).toEqual({
      space_id: "3",
      deleted: true,
    });
    expect(server.apps).toEqual([]);
    expect(errorOf(await toolkit.call("kintone_delete_space", { space_id: "3" })).code).toBe("not_found");
  });

  it("is for the space's administrators only", async () => {
    await using toolkit = toolkitWith(server, [kintoneDeleteSpace], passwordOf(plainUser));
    expect(errorOf(await toolkit.call("kintone_delete_space", { space_id: "3" })).code).toBe("forbidden");
    expect(server.spaces).toHaveLength(3);
  });

  it("is not offered where the policy takes no deletions", async () => {
    await using toolkit = toolkitWith(server, [kintoneDeleteSpace], passwordOf(), { policy: { readOnly: true } });
    expect(toolkit.tools).toEqual([]);
  });

  it("passes the contract", async () => {
    expect(await checkToolContract(kintoneDeleteSpace, { examples: [{ space_id: "3" }] })).toEqual([]);
  });
});
