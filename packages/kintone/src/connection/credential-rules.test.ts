import { createToolkit } from "@tsunagu/core";
import { describe, expect, it } from "vitest";
import { kintoneAddRecords } from "../record/add-records.ts";
import { kintoneBulkRequest } from "../record/bulk-request.ts";
import { kintoneQuery } from "../record/query.ts";
import { kintoneSearch } from "../search/search.ts";
import { kintoneGetSpace } from "../space/get-space.ts";

const tools = [kintoneQuery, kintoneAddRecords, kintoneBulkRequest, kintoneGetSpace, kintoneSearch] as const;
const offered = (credential: Readonly<Record<string, string>>) => {
  const toolkit = createToolkit({
    tools,
    connections: { kintone: { kintone_domain: "example.cybozu.com", ...credential } },
  });
  return {
    toolkit,
    names: toolkit.tools.map(({ name }) => name),
    hidden: toolkit.hidden.map(({ tool, reason }) => [tool.name, reason]),
  };
};

describe("which tools a credential can use", () => {
  it("all of them with a password", () => {
    const { names, hidden } = offered({ kintone_username: "sato", kintone_password: "Password-Of-A-Test" });
    expect(names).toEqual(tools.map(({ name }) => name));
    expect(hidden).toEqual([]);
  });

  it("none that need a password with an API token, and says why", async () => {
    const { toolkit, names, hidden } = offered({ kintone_api_token: "TokenOfATestTokenOfATest" });
    expect(names).toEqual(["kintone_query", "kintone_add_records", "kintone_bulk_request"]);
    const reason = "kintone takes no API token for it; log in with kintone_username and kintone_password.";
    expect(hidden).toEqual([
      ["kintone_get_space", reason],
      ["kintone_search", reason],
    ]);
    const refused = await toolkit.run("kintone_search", { query: [{ operator: "AND", keywords: ["x"] }] });
    expect(refused._unsafeUnwrapErr()).toMatchObject({ code: "unsupported", message: expect.stringContaining(reason) });
  });

  it("no bulk request with OAuth", () => {
    const { names, hidden } = offered({ kintone_oauth_token: "oauth.token.of.a.test" });
    expect(names).toEqual(["kintone_query", "kintone_add_records"]);
    expect(hidden).toEqual([
      [
        "kintone_bulk_request",
        "kintone takes no OAuth token for it; use kintone_api_token, or kintone_username and kintone_password.",
      ],
      ["kintone_get_space", expect.stringContaining("OAuth")],
      ["kintone_search", expect.stringContaining("OAuth")],
    ]);
  });

  it("all of them while the connection is not known, so that the call says what is wrong with it", () => {
    expect(offered({}).names).toHaveLength(tools.length);
  });
});
