import { type ConnectionInput, createToolkit, isToolError, type ToolError, type ToolkitOptions } from "@tsunagu/core";
import { type LocalKintone, type LocalKintoneOptions, startLocalKintone } from "@tsunagu/local";
import { createKintoneConnector } from "../connector.ts";
import { kintoneTools } from "../index.ts";

/** Credentials that only the local kintone of a test knows. */
export const testToken = "LocalTestTokenAbcdef0123456789";
export const otherToken = "OtherTestTokenZyxwvu9876543210";
export const testUser = { code: "sato", password: "LocalTestPassword-42", name: "佐藤" };
export const oauthToken = "local.oauth.test.token.0123456789";

/** All of an app's permissions. */
export const everything = ["view", "add", "edit", "delete", "manage"] as const;

/** A local kintone with one app (id 1) of tasks, and how many records. */
export const startTestKintone = (
  options: LocalKintoneOptions & { readonly recordCount?: number } = {},
): Promise<LocalKintone> => {
  const { recordCount = 0, ...rest } = options;
  return startLocalKintone({
    users: [testUser],
    oauthTokens: [
      {
        token: oauthToken,
        user: testUser.code,
        scopes: ["k:app_record:read", "k:app_record:write", "k:app_settings:read", "k:file:read", "k:file:write"],
      },
    ],
    apps: [
      {
        id: 1,
        name: "Tasks",
        fields: taskFields,
        tokens: [{ token: testToken, permissions: everything }],
        records: Array.from({ length: recordCount }, (_, index) => ({
          Code: { value: `T-${index + 1}` },
          Rank: { value: String(index % 10) },
        })),
      },
    ],
    ...rest,
  });
};

const taskFields = {
  Code: { type: "SINGLE_LINE_TEXT", label: "Task code", unique: true },
  名前: { type: "SINGLE_LINE_TEXT", label: "お名前" },
  Memo: { type: "SINGLE_LINE_TEXT" },
  Rank: { type: "NUMBER", maxValue: "1000" },
  Total: { type: "CALC" },
  Docs: { type: "FILE" },
  Lines: { type: "SUBTABLE", fields: { Item: { type: "SINGLE_LINE_TEXT" }, Price: { type: "NUMBER" } } },
};

/** The tools with a connector that waits only milliseconds before it tries again. */
export const quickTools = (() => {
  const connector = createKintoneConnector({ retryBaseMs: 2 });
  return kintoneTools.map((tool) => ({ ...tool, connector }));
})();

/** How a test connects to its local kintone; by API token unless it says otherwise. */
export const connectionTo = (
  server: LocalKintone,
  credential: ConnectionInput = { kintone_api_token: testToken },
): ConnectionInput => ({
  kintone_domain: server.url,
  kintone_allow_local: "true",
  ...credential,
});

/** A toolkit over the local kintone. */
export const testToolkit = (
  server: LocalKintone,
  credential?: ConnectionInput,
  options: Omit<ToolkitOptions<typeof quickTools>, "tools" | "connections"> = {},
) => createToolkit({ tools: quickTools, connections: { kintone: connectionTo(server, credential) }, ...options });

/** Everything secret that a test connection holds, in the forms in which it is sent. */
export const testSecrets = [
  testToken,
  otherToken,
  testUser.password,
  oauthToken,
  Buffer.from(`${testUser.code}:${testUser.password}`).toString("base64"),
];

/** The error of a result, which has to be one. */
export const errorOf = (result: { isErr(): boolean; error?: unknown }): ToolError => {
  const error = result.isErr() ? result.error : undefined;
  if (!isToolError(error)) throw new TypeError(`Expected a ToolError, got ${JSON.stringify(result)}.`);
  return error;
};
