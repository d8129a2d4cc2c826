import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneResolveApp } from "./resolve-app.ts";

let server: LocalKintone;
let toolkit: ReturnType<typeof connect>;
const connect = () => toolkitWith(server, [kintoneResolveApp], passwordOf());
beforeAll(async () => {
  server = await startTestKintone();
  server.addApp({ id: 12, name: "案件管理", code: "DEALS", fields: {} });
  server.addApp({ id: 13, name: "見積", fields: {}, spaceId: 3 });
  server.addApp({ id: 14, name: "見積", fields: {}, spaceId: 4 });
  server.addApp({ id: 15, name: "DEALS", fields: {} });
  toolkit = connect();
});
afterAll(async () => {
  await toolkit.close();
  await server.close();
});

const find = (app: string, more: object = {}) => toolkit.call("kintone_resolve_app", { app, ...more });
const idOf = async (app: string, more: object = {}) => (await find(app, more))._unsafeUnwrap().app_id;

describe("kintone_resolve_app", () => {
  it("finds an app by id, by code, which counts before names, and by name", async () => {
    expect(await idOf("12")).toBe("12");
    expect(await idOf("DEALS")).toBe("12");
    expect(await idOf("案件管理")).toBe("12");
    expect(await idOf(" tasks ")).toBe("1");
    expect(await idOf("見積", { space_id: "4" })).toBe("14");
  });

  it("lists the apps that a name may mean", async () => {
    const error = errorOf(await find("見積"));
    expect(error).toMatchObject({
      code: "invalid_input",
      details: {
        reason: "ambiguous",
        candidates: [
          { value: "14", label: "見積 (space 4)" },
          { value: "13", label: "見積 (space 3)" },
        ].sort((a, b) => Number(a.value) - Number(b.value)),
      },
    });
    expect(error.message).toContain("13: 見積 (space 3); 14: 見積 (space 4)");
  });

  it("does not guess from a part of a name, and names what has it", async () => {
    expect(errorOf(await find("案件"))).toMatchObject({
      code: "not_found",
      hint: "Is one of these meant? 12: 案件管理 (code DEALS)",
    });
    expect(errorOf(await find("nothing")).details).toEqual({ reason: "unknown_name", candidates: [] });
  });

  it("keeps the contract of a tool", async () => {
    const examples = [{ app: "案件管理" }, { app: "12", space_id: "3" }];
    expect(await checkToolContract(kintoneResolveApp, { examples })).toEqual([]);
  });
});
