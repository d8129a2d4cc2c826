import { createRedactor, createToolkit } from "@tsunagu/core";
import type { LocalKintone } from "@tsunagu/local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kintoneTools } from "./index.ts";
import {
  errorOf,
  oauthToken,
  otherToken,
  startTestKintone,
  testToken,
  testToolkit,
  testUser,
} from "./testing/local-kintone.ts";

let server: LocalKintone;
beforeAll(async () => {
  server = await startTestKintone({ recordCount: 3 });
  server.addApp({
    id: 2,
    name: "Other",
    fields: { A: { type: "SINGLE_LINE_TEXT" } },
    tokens: [{ token: otherToken, permissions: ["add"] }],
  });
});
afterAll(() => server.close());

describe("the kintone connector", () => {
  it.each([
    ["an API token", { kintone_api_token: testToken }, "by API token"],
    ["an API token of another app", { kintone_api_token: otherToken }, "by API token"],
    ["a password", { kintone_username: testUser.code, kintone_password: testUser.password }, "by password"],
    ["an OAuth token", { kintone_oauth_token: oauthToken }, "by OAuth"],
  ])("verifies %s", async (_name, credential, expected) => {
    await using toolkit = testToolkit(server, credential);
    expect((await toolkit.verify("kintone"))._unsafeUnwrap()).toBe(`${server.url}, ${expected}`);
  });

  it.each([
    ["an API token", { kintone_api_token: "WrongTokenWrongTokenWrong" }],
    ["a password", { kintone_username: testUser.code, kintone_password: "wrong-password" }],
    ["an OAuth token", { kintone_oauth_token: "wrong.oauth.token" }],
  ])("does not verify %s that kintone does not know", async (_name, credential) => {
    await using toolkit = testToolkit(server, credential);
    expect(errorOf(await toolkit.verify("kintone")).code).toBe("unauthenticated");
  });

  it("refuses a connection before anything is sent", async () => {
    await using toolkit = createToolkit({
      tools: kintoneTools,
      connections: { kintone: { kintone_domain: "https://kintone.evil.example", kintone_api_token: testToken } },
    });
    const error = errorOf(await toolkit.call("kintone_get_fields", { kintone_app_id: "1" }));
    expect(error).toMatchObject({ code: "invalid_input", issues: [{ path: ["kintone_domain"] }] });
    expect(JSON.stringify(error)).not.toContain(testToken);
  });

  it("reads the certificate file only for a call, and says when it cannot", async () => {
    const connection = {
      kintone_domain: "sub.s.cybozu.com",
      kintone_api_token: testToken,
      kintone_pfx_file_path: "/nowhere.pfx",
      kintone_pfx_password: "secret-password",
    };
    await using toolkit = createToolkit({ tools: kintoneTools, connections: { kintone: connection } });
    const error = errorOf(await toolkit.call("kintone_get_fields", { kintone_app_id: "1" }));
    expect(error).toMatchObject({ code: "invalid_input", issues: [{ path: ["kintone_pfx_file_path"] }] });
  });

  it("has the redactor look for every form of the credential while the session is open", async () => {
    const redactor = createRedactor();
    const toolkit = testToolkit(
      server,
      { kintone_username: testUser.code, kintone_password: testUser.password },
      { redactor },
    );
    await toolkit.verify("kintone");
    const sent = Buffer.from(`${testUser.code}:${testUser.password}`).toString("base64");
    expect(redactor.text(`${testUser.password} ${sent}`)).not.toMatch(new RegExp(`${testUser.password}|${sent}`));
    await toolkit.close();
  });

  it("works in a guest space", async () => {
    server.addApp({
      id: 9,
      name: "Guests",
      guestSpaceId: 7,
      fields: { A: { type: "SINGLE_LINE_TEXT" } },
      tokens: [{ token: "GuestTokenGuestTokenGuest", permissions: ["view"] }],
      records: [{ A: { value: "x" } }],
    });
    const credential = { kintone_api_token: "GuestTokenGuestTokenGuest" };
    await using outside = testToolkit(server, credential);
    expect(errorOf(await outside.call("kintone_query", { kintone_app_id: "9" })).hint).toContain(
      "kintone_guest_space_id",
    );
    await using inside = testToolkit(server, { ...credential, kintone_guest_space_id: "7" });
    expect((await inside.call("kintone_query", { kintone_app_id: "9" }))._unsafeUnwrap().records).toHaveLength(1);
  });
});
