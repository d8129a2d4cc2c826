import { createToolkit } from "@tsunagu/core";
import { describe, expect, it } from "vitest";
import { kintoneGetAdminNotes } from "../app/get-admin-notes.ts";
import { kintoneResolveApp } from "../app/resolve-app.ts";
import { kintoneResolveField } from "../app/resolve-field.ts";
import { kintoneUpdateAdminNotes } from "../app/update-admin-notes.ts";
import { kintoneAddAppPlugins } from "../plugin/add-app-plugins.ts";
import { kintoneGetAppPlugins } from "../plugin/get-app-plugins.ts";
import { kintoneGetPluginApps } from "../plugin/get-plugin-apps.ts";
import { kintoneGetPlugins } from "../plugin/get-plugins.ts";
import { kintoneInstallPlugin } from "../plugin/install-plugin.ts";
import { kintoneUninstallPlugin } from "../plugin/uninstall-plugin.ts";
import { kintoneUpdatePlugin } from "../plugin/update-plugin.ts";
import { kintoneAddRecords } from "../record/add-records.ts";
import { kintoneBulkRequest } from "../record/bulk-request.ts";
import { kintoneQuery } from "../record/query.ts";
import { kintoneSearch } from "../search/search.ts";
import { kintoneAddGuests } from "../space/add-guests.ts";
import { kintoneDeleteGuests } from "../space/delete-guests.ts";
import { kintoneGetSpace } from "../space/get-space.ts";
import { kintoneTools } from "../tools.ts";

const tools = [kintoneQuery, kintoneAddRecords, kintoneBulkRequest, kintoneGetSpace, kintoneSearch] as const;
const known: ReadonlySet<string> = new Set(kintoneTools.map(({ name }) => name));
const administration = [
  ...[kintoneResolveApp, kintoneResolveField, kintoneGetAdminNotes, kintoneUpdateAdminNotes],
  ...[kintoneGetAppPlugins, kintoneAddAppPlugins, kintoneGetPlugins, kintoneGetPluginApps, kintoneInstallPlugin],
  ...[kintoneUpdatePlugin, kintoneUninstallPlugin, kintoneAddGuests, kintoneDeleteGuests],
].filter(({ name }) => !known.has(name));
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

  it("of all tools, hides with an API token exactly those that kintone's table of credentials says", () => {
    const toolkit = createToolkit({
      tools: [...kintoneTools, ...administration],
      connections: { kintone: { kintone_domain: "example.cybozu.com", kintone_api_token: "TokenOfATestTokenOfATest" } },
    });
    const areas = /_(space|spaces|space_\w+|thread|thread_comment|guests|users|groups|organizations|customize|search)$/;
    const others = [
      ...["kintone_add_app", "kintone_get_apps", "kintone_resolve_app", "kintone_evaluate_records_acl"],
      ...["kintone_get_plugins", "kintone_get_plugin_apps", "kintone_install_plugin", "kintone_update_plugin"],
      "kintone_uninstall_plugin",
    ];
    const needPassword = (name: string): boolean => areas.test(name) || others.includes(name);
    const hidden = toolkit.hidden.map(({ tool }) => tool.name);
    expect(hidden.filter((name) => !needPassword(name))).toEqual([]);
    expect(toolkit.tools.map(({ name }) => name).filter(needPassword)).toEqual([]);
    for (const { reason } of toolkit.hidden) expect(reason).toMatch(/^kintone takes no API token for it; log in with/);
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

  it("no administrators' notes and no plug-ins with OAuth", () => {
    const toolkit = createToolkit({
      tools: [kintoneGetAdminNotes, kintoneUpdateAdminNotes, kintoneGetAppPlugins, kintoneAddAppPlugins] as const,
      connections: { kintone: { kintone_domain: "example.cybozu.com", kintone_oauth_token: "oauth.token.of.a.test" } },
    });
    expect(toolkit.tools).toEqual([]);
    expect(toolkit.hidden).toHaveLength(4);
  });

  it("all of them while the connection is not known, so that the call says what is wrong with it", () => {
    expect(offered({}).names).toHaveLength(tools.length);
  });
});
