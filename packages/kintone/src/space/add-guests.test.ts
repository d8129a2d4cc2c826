import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorOf } from "../testing/local-kintone.ts";
import { plainUser, startSpaceKintone } from "../testing/space-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneAddGuests } from "./add-guests.ts";

const password = "First-Password-Of-A-Guest-1";
const guest = { code: "guest@example.com", name: "招待客", password, timezone: "Asia/Tokyo" };
const guests = [guest];

let server: LocalKintone;
beforeEach(async () => {
  server = await startSpaceKintone();
});
afterEach(() => server.close());

describe("kintone_add_guests", () => {
  it("makes guests", async () => {
    await using toolkit = toolkitWith(server, [kintoneAddGuests], passwordOf());
    const more = { ...guest, code: "other@example.com", locale: "ja" as const, company: "青空商事" };
    const answer = await toolkit.call("kintone_add_guests", { guests: [guest, more] });
    expect(answer._unsafeUnwrap()).toEqual({ guests: ["guest@example.com", "other@example.com"] });
    expect(server.guests).toEqual([
      { code: "guest@example.com", name: "招待客" },
      { code: "other@example.com", name: "招待客" },
    ]);
  });

  it("names the guest that is wrong, and is for administrators of kintone", async () => {
    await using toolkit = toolkitWith(server, [kintoneAddGuests], passwordOf());
    await toolkit.call("kintone_add_guests", { guests });
    expect(errorOf(await toolkit.call("kintone_add_guests", { guests }))).toMatchObject({
      code: "invalid_input",
      issues: [{ path: ["guests", 0, "code"] }],
    });
    await using other = toolkitWith(server, [kintoneAddGuests], passwordOf(plainUser));
    expect(errorOf(await other.call("kintone_add_guests", { guests }))).toMatchObject({
      code: "forbidden",
      hint: expect.stringContaining("administer kintone"),
    });
  });

  it("shows a password to nobody: not in plans, logs, errors or answers", async () => {
    const shown: unknown[] = [];
    const note = (fields: object, message: string) => void shown.push(fields, message);
    const logger = { debug: note, info: note, warn: note, error: note };
    const approve = (request: object) => {
      shown.push(request);
      return true;
    };
    await using toolkit = toolkitWith(server, [kintoneAddGuests], passwordOf(), { logger, policy: { approve } });
    const echo = { kind: "error", status: 400, code: "CB_VA01", message: `The password ${password} is weak.` } as const;
    server.faults.next(echo, { path: "guests.json" });
    const refused = errorOf(await toolkit.call("kintone_add_guests", { guests }));
    expect(refused.code).toBe("invalid_input");
    shown.push(refused, (await toolkit.run("kintone_add_guests", { guests }))._unsafeUnwrap());
    shown.push(errorOf(await toolkit.run("kintone_add_guests", { guests: [{ ...guest, timezone: 5 }] })));
    expect(JSON.stringify(shown)).toContain("guest@example.com");
    expect(JSON.stringify(shown)).not.toContain(password);
    expect(JSON.stringify(server.requests)).not.toContain(password);
  });

  it("passes the contract, and marks the password as one", async () => {
    expect(await checkToolContract(kintoneAddGuests, { examples: [{ guests }] })).toEqual([]);
    const schema = JSON.stringify(kintoneAddGuests.input["~standard"].jsonSchema.input({ target: "draft-2020-12" }));
    expect(schema).toContain('"format":"password"');
  });
});
