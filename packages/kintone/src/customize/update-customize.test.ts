import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, it } from "vitest";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetCustomize } from "./get-customize.ts";
import { kintoneUpdateCustomize } from "./update-customize.ts";

const tools = [kintoneUpdateCustomize, kintoneGetCustomize] as const;
const input = { kintone_app_id: "1" };
const link = { type: "URL", url: "https://example.com/app.js" } as const;

describe("kintone_update_customize", () => {
  it("keeps the contract of a tool", async () => {
    const examples = [
      { ...input, scope: "NONE" },
      { ...input, desktop: { js: [link] }, mobile: { css: [] } },
    ];
    expect(await checkToolContract(kintoneUpdateCustomize, { examples })).toEqual([]);
    expect(kintoneUpdateCustomize.plan?.({ ...input, scope: "NONE", mobile: {} })).toBe(
      "Replaces scope, mobile of the customization being prepared of kintone app 1.",
    );
  });

  it("sets links and uploaded files, and keeps a file that is sent back as it was read", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, tools, passwordOf());
    const fileKey = server.addFile({ name: "look.css", contentType: "text/css", data: new Uint8Array(4) });
    const desktop = { js: [link], css: [{ type: "FILE" as const, file: { fileKey } }] };
    const set = await toolkit.call("kintone_update_customize", { ...input, scope: "ADMIN", desktop });
    expect(set._unsafeUnwrap()).toEqual({ app_id: "1", revision: "2" });
    const read = async () => (await toolkit.call("kintone_get_customize", { ...input, preview: true }))._unsafeUnwrap();
    const present = await read();
    expect(present).toMatchObject({
      scope: "ADMIN",
      desktop: { js: [link], css: [{ file: { name: "look.css", size: "4" } }] },
    });
    const again = await toolkit.run("kintone_update_customize", { ...input, desktop: present.desktop });
    expect(again.isOk()).toBe(true);
    expect((await read()).desktop).toEqual(present.desktop);
  });

  it("refuses what kintone does not take before calling it", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, tools, passwordOf());
    const refused = async (change: object) =>
      errorOf(await toolkit.run("kintone_update_customize", { ...input, ...change }));
    expect((await refused({})).message).toContain("at least one of scope");
    expect((await refused({ desktop: { js: Array(31).fill(link) } })).issues).toMatchObject([
      { path: ["desktop", "js"] },
    ]);
    expect((await refused({ desktop: { js: [{ type: "URL", url: "http://example.com/a.js" }] } })).code).toBe(
      "invalid_input",
    );
    expect((await refused({ desktop: { html: [] } })).code).toBe("invalid_input");
    expect(server.requests).toEqual([]);
  });
});
