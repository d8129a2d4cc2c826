import { inputJsonSchema } from "@tsunagu/core";
import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { expectNoSecrets } from "../testing/expect-failure.ts";
import { runScript } from "../testing/run-script.ts";
import {
  type ScriptedAnswer,
  scriptedCredentials,
  scriptedError,
  targetOf,
  useScriptedToolkit,
} from "../testing/scripted-toolkit.ts";
import { agentcoreBrowserTool } from "./browser-tool.ts";

const scripted = useScriptedToolkit([agentcoreBrowserTool]);
const browser_session_id = "01BROWSER";
const input = { action: "browse_url", url: "https://example.com/", browser_session_id, wait_time: 0 } as const;
const get = "GET /browsers/aws.browser.v1/sessions/get";
const path = `/browser-streams/aws.browser.v1/sessions/${browser_session_id}/automation`;
const session = {
  browserIdentifier: "aws.browser.v1",
  sessionId: browser_session_id,
  createdAt: "2026-01-01T00:00:00Z",
};

const scriptRecord = (
  expires_at = "2099-01-01T00:00:00.000Z",
  more: Readonly<Record<string, ScriptedAnswer>> = {},
): void => {
  const Value = JSON.stringify({ browser_identifier: "aws.browser.v1", expires_at });
  scripted().answer("POST /", (request) => more[targetOf(request)] ?? { json: { Parameter: { Value } } });
};
const scriptSession = (status: string): void => {
  const streamEndpoint = `https://bedrock-agentcore.us-east-1.amazonaws.com${path}`;
  const streams = { automationStream: { streamEndpoint, streamStatus: "ENABLED" } };
  scripted().answer(get, { json: { ...session, status, streams } });
};
const operations = (): string[] =>
  scripted().requests.map((request) => targetOf(request) || `${request.method} ${request.path}`);
const run = () => scripted().call("agentcore_browser_tool", input);

test("keeps the contract of tools", async () => {
  const examples = [
    input,
    { action: "search_web", query: "tea", browser_session_id, search_url: "https://search.example/?q={query}" },
    { action: "extract_content", browser_session_id },
    { action: "fill_form", form_data: { user: "x", agree: true, sizes: ["S"] }, browser_session_id },
    { action: "execute_script", script: "document.title", browser_session_id },
  ];
  expect(await checkToolContract(agentcoreBrowserTool, { examples })).toEqual([]);
});

test("defect: signed headers were read from a store; each connection is signed anew, with the connection's own keys", async () => {
  scriptRecord();
  scriptSession("READY");
  scripted().answer(`GET ${path}`, { status: 403 });
  const error = scripted().failure(await run(), { code: "forbidden" });
  expect(error.hint).toContain("bedrock-agentcore:ConnectBrowserAutomationStream");
  expect(operations()).toEqual(["GetParameter", get, `GET ${path}`]);
  const headers = scripted().requests[2]?.headers;
  expect(headers?.["authorization"]).toMatch(
    new RegExp(
      `^AWS4-HMAC-SHA256 Credential=${scriptedCredentials.accessKeyId}/\\d{8}/us-east-1/bedrock-agentcore/aws4_request`,
    ),
  );
  expect(headers?.["x-amz-security-token"]).toBe(scriptedCredentials.sessionToken);
  expectNoSecrets([JSON.stringify(error), ...scripted().logLines], [String(headers?.["authorization"])]);
});

test("a stream that is not there, and one that is throttled, are told apart", async () => {
  scriptRecord();
  scriptSession("READY");
  scripted().answer(`GET ${path}`, { status: 404 }, { status: 429 }, { status: 500 });
  for (const code of ["not_found", "rate_limited", "unavailable"] as const) scripted().failure(await run(), { code });
});

test("a session that nobody knows says how to start one", async () => {
  scripted().answer("POST /", scriptedError(400, "ParameterNotFound"));
  const error = scripted().failure(await run(), { code: "not_found", origin: "ParameterNotFound" });
  expect(error.hint).toContain("agentcore_browser_session_manager");
});

test("the record of a session that has expired is deleted, and nothing is connected", async () => {
  scriptRecord("2020-01-01T00:00:00.000Z", { DeleteParameter: { json: {} } });
  expect(scripted().failure(await run(), { code: "not_found" }).message).toContain("has expired");
  expect(operations()).toEqual(["GetParameter", "DeleteParameter"]);
});

test("so is that of a session that AWS has ended", async () => {
  scriptRecord(undefined, { DeleteParameter: { json: {} } });
  scriptSession("TERMINATED");
  expect(scripted().failure(await run(), { code: "not_found" }).message).toContain("has ended");
  expect(operations()).toEqual(["GetParameter", get, "DeleteParameter"]);
});

test("and of one that AWS does not know any more", async () => {
  scriptRecord(undefined, { DeleteParameter: { json: {} } });
  scripted().answer(get, scriptedError(404, "ResourceNotFoundException"));
  const error = scripted().failure(await run(), { code: "not_found", origin: "ResourceNotFoundException" });
  expect(error.hint).toContain("agentcore_browser_session_manager");
  expect(operations()).toEqual(["GetParameter", get, "DeleteParameter"]);
});

test.each([
  { action: "browse_url", url: "file:///etc/passwd" },
  { action: "browse_url" },
  { action: "search_web" },
  { action: "search_web", query: "x", search_url: "https://search.example/" },
  { action: "fill_form" },
  { action: "execute_script" },
  { action: "browse_url", url: "https://example.com", wait_time: 31 },
  { action: "click_element" },
] as const)("%j is refused before anything is contacted", async (wrong) => {
  const result = await scripted().run("agentcore_browser_tool", { ...wrong, browser_session_id });
  scripted().failure(result, { code: "invalid_input" });
  expect(scripted().requests).toEqual([]);
});

test("a model cannot widen what a browser may visit: hosts are allowed by the connection alone", async () => {
  const widened = { ...input, url: "http://169.254.169.254/", allowed_hosts: ["169.254.169.254"] };
  const error = scripted().failure(await scripted().run("agentcore_browser_tool", widened), { code: "invalid_input" });
  expect(error.message).toContain("allowed_hosts");
  const connection = { aws_browser_allowed_hosts: "169.254.169.254" };
  const result = await scripted().call("agentcore_browser_tool", input, { connection });
  expect(scripted().failure(result, { code: "invalid_input" }).issues?.[0]?.path).toEqual([
    "aws_browser_allowed_hosts",
  ]);
  expect(scripted().requests).toEqual([]);
});

test("each action says what it does", () => {
  const given = {
    browser_session_id,
    wait_time: 0,
    search_url: "https://s.example/{query}",
    max_characters: 1,
  };
  const effects = (["browse_url", "fill_form", "execute_script"] as const).map(
    (action) => agentcoreBrowserTool.effectOf?.({ ...given, action }).kind,
  );
  expect(effects).toEqual(["read", "write", "destroy"]);
});

test("a proxy cannot be used, which is said", async () => {
  const connection = { aws_endpoint_url: "https://vpce.example.com", aws_proxy_url: "http://proxy.example.com:8080" };
  const { accessKeyId: aws_access_key_id, secretAccessKey: aws_secret_access_key } = scriptedCredentials;
  const options = { connection: { ...connection, aws_access_key_id, aws_secret_access_key, aws_region: "us-east-1" } };
  const error = scripted().failure(await scripted().call("agentcore_browser_tool", input, options), {
    code: "unsupported",
  });
  expect(error.message).toContain("aws_proxy_url");
});

test("without playwright-core the error names the package", async () => {
  const refuse = `import { registerHooks } from "node:module"; registerHooks({ resolve(name, context, next) {
    if (name === "playwright-core") throw Object.assign(new Error("none"), { code: "ERR_MODULE_NOT_FOUND" });
    return next(name, context);
  } });`;
  const code = `
    import { createToolkit } from "@tsunagu/core";
    import { agentcoreBrowserTool } from "./src/agentcore/index.ts";
    const aws = { aws_access_key_id: "AKIDLOCALTEST0000000", aws_secret_access_key: "x".repeat(40), aws_region: "us-east-1", aws_endpoint_url: "http://127.0.0.1:9" };
    await using toolkit = createToolkit({ tools: [agentcoreBrowserTool], connections: { aws } });
    const result = await toolkit.call("agentcore_browser_tool", ${JSON.stringify(input)});
    console.log(JSON.stringify(result.isErr() ? result.error : null));`;
  const flags = ["--import", `data:text/javascript,${encodeURIComponent(refuse)}`];
  expect(JSON.parse(await runScript(code, {}, flags))).toMatchObject({
    code: "unsupported",
    message: "The browser tools need the package playwright-core, which is not installed.",
    hint: expect.stringContaining("npm install playwright-core"),
  });
});

test("the text and the plan of search_web say whom it contacts", () => {
  const { description, input: schema } = agentcoreBrowserTool;
  expect(description).toContain("searches the web (contacting the search engine of search_url)");
  const { search_url } = inputJsonSchema(schema).properties as Record<string, { description: string; default: string }>;
  expect(search_url?.description).toContain("the search engine's address");
  expect(search_url?.description).toContain("It is what is contacted.");
  const asked = { action: "search_web", query: "tea", browser_session_id } as const;
  const plan = agentcoreBrowserTool.plan?.({
    ...asked,
    wait_time: 0,
    max_characters: 1,
    search_url: search_url?.default ?? "",
  });
  expect(plan).toBe("Searches with https://html.duckduckgo.com/html/?q={query}.");
});
