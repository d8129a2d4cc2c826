import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  agentcoreBrowserClick,
  agentcoreBrowserNavigate,
  agentcoreBrowserScroll,
  agentcoreBrowserSessionManager,
  agentcoreBrowserTool,
} from "@tsunagu/aws";
import { createToolkit, describeError, type ToolError } from "@tsunagu/core";
import type { Result } from "neverthrow";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AgentcoreBrowsers, startAgentcoreBrowsers } from "./support/agentcore-browsers.ts";

const tools = [
  agentcoreBrowserSessionManager,
  agentcoreBrowserTool,
  agentcoreBrowserClick,
  agentcoreBrowserNavigate,
  agentcoreBrowserScroll,
] as const;

/** A long page that grows when its end comes into view, as feeds do, and a form whose answer counts how often it was sent. */
const longPage = `<title>Long</title><div style="height:5000px">top</div><p id="end">end</p><script>
  let grown = false;
  addEventListener("scroll", () => {
    if (!grown && scrollY > 3000) { grown = true; document.body.append(Object.assign(document.createElement("p"), { id: "more", textContent: "more" })); }
  });</script>`;
const form = `<title>Form</title><form method="post" action="/sent"><button>Send</button></form>`;
let sent = 0;
const site = createServer((request, response) => {
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
  if (request.url === "/sent") response.end(`<title>Sent ${++sent}</title>`);
  else response.end(request.url === "/long" ? longPage : form);
});
let host = "";
let aws: AgentcoreBrowsers;

beforeAll(async () => {
  aws = await startAgentcoreBrowsers();
  site.listen(0, "127.0.0.1");
  await once(site, "listening");
  host = `127.0.0.1:${(site.address() as AddressInfo).port}`;
});

afterAll(async () => {
  expect(aws.problems).toEqual([]);
  await aws.close();
  site.closeAllConnections();
  site.close();
});

const succeeded = <T>(result: Result<T, ToolError>): T => {
  if (result.isErr()) throw new Error(describeError(result.error));
  return result.value;
};

/** Works in a session of its own. */
const inSession = async (
  work: (toolkit: ReturnType<typeof open>, session: { browser_session_id: string }) => Promise<void>,
): Promise<void> => {
  await using toolkit = open();
  const init = { function_name: "init_browser_session", session_timeout_seconds: 600 } as const;
  const { session_id } = succeeded(await toolkit.call("agentcore_browser_session_manager", init));
  await work(toolkit, { browser_session_id: session_id });
  const close = { function_name: "close_browser_session", session_id } as const;
  succeeded(await toolkit.call("agentcore_browser_session_manager", close));
};

const open = () => {
  const { accessKeyId, secretAccessKey, sessionToken } = aws.credentials[0];
  const connection = {
    aws_access_key_id: accessKeyId,
    aws_secret_access_key: secretAccessKey,
    aws_session_token: sessionToken,
    aws_region: "us-west-2",
    aws_endpoint_url: aws.url,
    aws_browser_allowed_hosts: host,
  };
  return createToolkit({ tools, connections: { aws: connection } });
};

const browse = { action: "browse_url", wait_time: 0 } as const;

test("agentcore_browser_scroll: down, up, to the end, to an element; a page that grows does so", async () => {
  await inSession(async ({ call }, session) => {
    succeeded(await call("agentcore_browser_tool", { ...browse, ...session, url: `http://${host}/long` }));
    const scroll = async (input: object) => succeeded(await call("agentcore_browser_scroll", { ...session, ...input }));
    const first = await scroll({});
    expect(first).toMatchObject({ title: "Long", scroll_y: first.viewport_height, at_end: false });
    expect((await scroll({ pixels: 100 })).scroll_y).toBe(first.viewport_height + 100);
    expect((await scroll({ direction: "up", pixels: 50 })).scroll_y).toBe(first.viewport_height + 50);
    expect((await scroll({ direction: "up", pixels: 90_000 })).scroll_y).toBe(0);
    expect(await scroll({ selector: "#end" })).toMatchObject({ scroll_y: expect.any(Number) });
    const more = async () => succeeded(await call("agentcore_browser_tool", { action: "extract_content", ...session }));
    await expect.poll(async () => JSON.stringify(await more())).toContain("more");
    expect(await scroll({ direction: "bottom" })).toMatchObject({ at_end: true });
    expect(await scroll({ direction: "top" })).toMatchObject({ scroll_y: 0, at_end: false });
  });
});

test("agentcore_browser_navigate: back, forward and reload, which sends a form again", async () => {
  await inSession(async ({ call }, session) => {
    const go = (action: "back" | "forward" | "reload") => call("agentcore_browser_navigate", { ...session, action });
    succeeded(await call("agentcore_browser_tool", { ...browse, ...session, url: `http://${host}/long` }));
    succeeded(await call("agentcore_browser_tool", { ...browse, ...session, url: `http://${host}/form` }));
    expect(succeeded(await go("back"))).toEqual({ title: "Long", url: `http://${host}/long` });
    expect(succeeded(await go("forward"))).toEqual({ title: "Form", url: `http://${host}/form` });
    expect((await go("forward"))._unsafeUnwrapErr()).toMatchObject({ code: "not_found" });
    succeeded(await call("agentcore_browser_click", { ...session, selector: "text=Send" }));
    expect(succeeded(await go("reload"))).toEqual({ title: "Sent 2", url: `http://${host}/sent` });
  });
});
