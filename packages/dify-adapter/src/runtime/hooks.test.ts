import { createRedactor, silentLogger } from "@tsunagu/core";
import { expect, test } from "vitest";
import { fixtureHooks } from "../testing/fixture/hooks.ts";
import { fixtureTools } from "../testing/fixture/tools.ts";
import { memoryTransport } from "../testing/memory-transport.ts";
import type { PluginTools } from "./plugin-tools.ts";
import { servePlugin } from "./serve-plugin.ts";

/** The first message of the answer to a request. */
const ask = async (data: object, hooks: Partial<PluginTools> = fixtureHooks): Promise<unknown> => {
  const memory = memoryTransport();
  const plugin = { name: "fixture", tools: fixtureTools, names: { "fixture-echo": "fixture_echo" }, ...hooks };
  const server = servePlugin(plugin, { redactor: createRedactor(), logger: silentLogger });
  await memory.request(data);
  memory.endInput();
  await server.serve(memory.transport);
  return (memory.received[0]?.["data"] as { data?: unknown } | undefined)?.data;
};

const options = { type: "dynamic_parameter", action: "fetch_parameter_options", provider: "fixture", credentials: {} };
const oauth = { type: "oauth", provider: "fixture", redirect_uri: "https://dify.example/back?a=1" };
const client = { client_id: "id-1", client_secret: "client-secret-1" };
const hex = (text: string): string => Buffer.from(text).toString("hex");

test("a parameter's choices come from the plugin, by the name that Dify has for the tool", async () => {
  expect(await ask({ ...options, provider_action: "fixture-echo", parameter: "text" })).toEqual({
    options: [
      { value: "fixture_echo.text", label: { en_US: "Own" } },
      { value: "b", label: { en_US: "b" } },
    ],
  });
});

test("a parameter without choices is an error that names it", async () => {
  const answer = await ask({ ...options, provider_action: "fixture-echo", parameter: "constructor" });
  expect(answer).toMatchObject({
    message: expect.stringContaining('parameter "constructor"'),
    args: { code: "not_found" },
  });
});

test("a tool's further parameters come from the plugin; a tool without such has none", async () => {
  const request = { type: "tool", action: "get_tool_runtime_parameters", provider: "fixture", credentials: {} };
  expect(await ask({ ...request, tool: "fixture_echo" })).toEqual({
    parameters: [{ name: "extra", type: "string", form: "form", label: { en_US: "Extra" } }],
  });
  expect(await ask({ ...request, tool: "fixture_fail" })).toEqual({ parameters: [] });
});

test("a person is sent to the address that the plugin makes", async () => {
  expect(await ask({ ...oauth, action: "get_authorization_url", system_credentials: client })).toEqual({
    authorization_url: "https://login.example/?client=id-1&back=https%3A%2F%2Fdify.example%2Fback%3Fa%3D1",
  });
});

test("credentials are made of the request that came back", async () => {
  const request = { ...oauth, action: "get_credentials", system_credentials: client };
  const raw = hex("GET /back?code=good&state=x HTTP/1.1\r\nHost: dify.example\r\n\r\n");
  expect(await ask({ ...request, raw_http_request: raw })).toEqual({
    metadata: {},
    credentials: { token: "T1" },
    expires_at: 1_900_000_000,
  });
});

test("a refused sign-in says why, without the client's secret", async () => {
  const raw = hex("GET /back?code=bad HTTP/1.1\r\n\r\n");
  const answer = await ask({ ...oauth, action: "get_credentials", system_credentials: client, raw_http_request: raw });
  expect(answer).toMatchObject({ error_type: "CredentialsValidateFailedError" });
  expect(JSON.stringify(answer)).toContain("bad with");
  expect(JSON.stringify(answer)).not.toContain("client-secret-1");
});

test.each([
  ["", "nothing"],
  ["zz", "no hexadecimal"],
  [hex("hello"), "no request"],
  [hex("GET / HTTP/1.1\r\n: x\r\n"), "a bad header"],
])("a callback that is none is refused: %s", async (raw) => {
  const answer = await ask({ ...oauth, action: "get_credentials", system_credentials: client, raw_http_request: raw });
  expect(answer).toMatchObject({ message: expect.stringContaining("raw_http_request is not") });
});

test("credentials are renewed, and never expire unless the plugin says so", async () => {
  const request = { ...oauth, action: "refresh_credentials", system_credentials: client, credentials: { token: "T1" } };
  expect(await ask(request)).toEqual({ credentials: { token: "T1+" }, expires_at: -1 });
});

test("a plugin without sign-in says so", async () => {
  const answer = await ask({ ...oauth, action: "get_authorization_url", system_credentials: {} }, {});
  expect(answer).toMatchObject({ message: expect.stringContaining("no sign-in") });
});
