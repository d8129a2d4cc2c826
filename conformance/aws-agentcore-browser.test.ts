import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import {
  agentcoreBrowserClick,
  agentcoreBrowserGetHtml,
  agentcoreBrowserPdf,
  agentcoreBrowserScreenshot,
  agentcoreBrowserSessionManager,
  agentcoreBrowserTabs,
  agentcoreBrowserTool,
  agentcoreBrowserType,
} from "@tsunagu/aws";
import { createToolkit, describeError, type ToolError, type ToolErrorCode } from "@tsunagu/core";
import type { Result } from "neverthrow";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type AgentcoreBrowsers, startAgentcoreBrowsers } from "./support/agentcore-browsers.ts";
import type { Credentials } from "./support/modeled/index.ts";
import { run as runProgram } from "./support/process.ts";

const tools = [
  agentcoreBrowserSessionManager,
  agentcoreBrowserTool,
  agentcoreBrowserClick,
  agentcoreBrowserType,
  agentcoreBrowserScreenshot,
  agentcoreBrowserPdf,
  agentcoreBrowserTabs,
  agentcoreBrowserGetHtml,
] as const;

const pages: Readonly<Record<string, string>> = {
  "/": `<title>名簿</title><h1>Names</h1><p>Hello <b>world</b></p><a href="/next">Next page</a>
    <a href="https://example.com/a">Example</a><img src="/logo.png" alt="Logo">
    <a href="/popup" target="_blank" id="popup">Open</a>`,
  "/next": "<title>Next</title><p>The next page</p>",
  "/popup": "<title>Popup</title><p>A new tab</p>",
  "/form": `<title>Form</title><form action="/next"><input name="user"><input id="by-id" type="number"><textarea name="note"></textarea>
    <select name="colour"><option value="r">Red</option><option value="b">Blue</option></select>
    <select name="sizes" multiple><option>S</option><option>M</option><option>L</option></select>
    <input type="checkbox" name="agree"><input type="radio" name="plan" value="a"><input type="radio" name="plan" value="b">
    <input type="file" name="upload"><button>Send</button></form>`,
  "/search": `<title>Search</title><div class="result"><h2><a href="https://one.example/x">First hit</a></h2><p>About the first</p></div>
    <div class="result"><h2><a href="/l?uddg=https%3A%2F%2Ftwo.example%2Fy">Second hit</a></h2><p>About the second</p></div>
    <a href="/settings">Settings</a>`,
};

const site = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? "/", "http://site");
  visits.push(pathname);
  if (pathname === "/to-private") response.writeHead(302, { location: `http://localhost:${host.split(":")[1]}/next` });
  else response.writeHead(pages[pathname] === undefined ? 404 : 200, { "content-type": "text/html; charset=utf-8" });
  response.end(pages[pathname] ?? "");
});
const visits: string[] = [];
let host = "";
let aws: AgentcoreBrowsers;

beforeAll(async () => {
  aws = await startAgentcoreBrowsers();
  site.listen(0, "127.0.0.1");
  await once(site, "listening");
  host = `127.0.0.1:${(site.address() as AddressInfo).port}`;
});

afterEach(() => {
  visits.length = 0;
});

afterAll(async () => {
  expect(aws.problems).toEqual([]);
  await aws.close();
  site.closeAllConnections();
  site.close();
});

const connectionOf = ({ accessKeyId, secretAccessKey, sessionToken }: Credentials) => ({
  aws_access_key_id: accessKeyId,
  aws_secret_access_key: secretAccessKey,
  aws_session_token: sessionToken,
  aws_region: "us-west-2",
  aws_endpoint_url: aws.url,
  aws_browser_allowed_hosts: host,
});

const toolkitFor = (credentials: Credentials = aws.credentials[0], policy = {}) =>
  createToolkit({ tools, connections: { aws: connectionOf(credentials) }, policy });

type Kit = ReturnType<typeof toolkitFor>;

const start = async (toolkit: Kit, session_timeout_seconds = 600): Promise<string> => {
  const input = { function_name: "init_browser_session", session_timeout_seconds } as const;
  return succeeded(await toolkit.call("agentcore_browser_session_manager", input)).session_id;
};
const close = async (toolkit: Kit, session_id: string): Promise<string> => {
  const input = { function_name: "close_browser_session", session_id } as const;
  return succeeded(await toolkit.call("agentcore_browser_session_manager", input)).status;
};

const succeeded = <T>(result: Result<T, ToolError>): T => {
  if (result.isErr()) throw new Error(describeError(result.error));
  return result.value;
};
const failure = (result: Result<unknown, ToolError>, code: ToolErrorCode): ToolError => {
  if (result.isOk()) throw new Error(`the call succeeded: ${JSON.stringify(result.value)}`);
  expect(result.error).toMatchObject({ code });
  return result.error;
};

/** The fields that every call in a session has. */
const within = (browser_session_id: string) => ({ browser_session_id });
const noWait = { wait_time: 0 } as const;

test("defect: settings of the process were overwritten; using a session leaves them alone", async () => {
  const before = { ...process.env };
  await using toolkit = toolkitFor();
  const session = await start(toolkit);
  const input = { action: "browse_url", url: `http://${host}/`, ...within(session), ...noWait } as const;
  succeeded(await toolkit.call("agentcore_browser_tool", input));
  await close(toolkit, session);
  expect(process.env).toEqual(before);
});

test("start, use, use from another process, close: nothing is left", async () => {
  await using toolkit = toolkitFor();
  const session = await start(toolkit);
  const input = { action: "browse_url", url: `http://${host}/`, ...within(session), ...noWait } as const;
  const page = succeeded(await toolkit.run("agentcore_browser_tool", input));
  expect(page).toMatchObject({ output: { success: true, title: "名簿", url: `http://${host}/` } });
  expect(JSON.stringify(page)).toContain("Hello world");

  const [stored] = [...aws.parameters.values()];
  expect(stored).toMatchObject({ Name: `/browser-session/${session}`, Type: "SecureString", Tier: "Advanced" });
  expect(Object.keys(JSON.parse(stored?.Value ?? "{}"))).toEqual(["browser_identifier", "expires_at"]);

  const code = `
    import { createToolkit } from "@tsunagu/core";
    import { agentcoreBrowserTool } from ${JSON.stringify(new URL("../packages/aws/src/agentcore/index.ts", import.meta.url).href)};
    await using toolkit = createToolkit({ tools: [agentcoreBrowserTool], connections: { aws: ${JSON.stringify(connectionOf(aws.credentials[0]))} } });
    const result = await toolkit.call("agentcore_browser_tool", ${JSON.stringify({ action: "extract_content", ...within(session) })});
    console.log(JSON.stringify(result.isOk() ? result.value.title : result.error));`;
  const args = ["--conditions=@tsunagu/source", "--input-type=module", "--eval", code];
  const cwd = new URL(".", import.meta.url);
  expect(JSON.parse(await runProgram(process.execPath, args, { timeoutMs: 30_000, cwd }))).toBe("名簿");

  expect(await close(toolkit, session)).toBe("closed");
  expect(aws.parameters.size).toBe(0);
  expect(aws.sessions.size).toBe(0);
  failure(await toolkit.call("agentcore_browser_tool", input), "not_found");
  expect(await close(toolkit, session)).toBe("already_closed");
});

test("a session that expires leaves nothing and cannot be used", async () => {
  await using toolkit = toolkitFor();
  const session = await start(toolkit, 2);
  const input = { action: "browse_url", url: `http://${host}/`, ...within(session), ...noWait } as const;
  succeeded(await toolkit.call("agentcore_browser_tool", input));
  await wait(2_300);
  failure(await toolkit.call("agentcore_browser_tool", input), "not_found");
  expect(aws.parameters.size).toBe(0);
  expect(aws.sessions.size).toBe(0);
});

test("defect: a page of one tenant was given to another; sessions are each connection's own", async () => {
  await using mine = toolkitFor(aws.credentials[0]);
  await using theirs = toolkitFor(aws.credentials[1]);
  const session = await start(mine);
  const input = { action: "extract_content", ...within(session) } as const;
  succeeded(await mine.call("agentcore_browser_tool", input));
  failure(await theirs.call("agentcore_browser_tool", input), "not_found");
  const connection = connectionOf(aws.credentials[1]);
  failure(await mine.call("agentcore_browser_tool", input, { connection }), "not_found");
  await close(mine, session);
});

test("defect: a page that had died was used again; a lost connection is made anew with fresh headers", async () => {
  await using toolkit = toolkitFor();
  const session = await start(toolkit);
  const input = { action: "browse_url", url: `http://${host}/next`, ...within(session), ...noWait } as const;
  succeeded(await toolkit.call("agentcore_browser_tool", input));
  const before = aws.connections();
  succeeded(await toolkit.call("agentcore_browser_tool", input));
  expect(aws.connections()).toBe(before);
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 100);
  const endless = { action: "execute_script", script: "new Promise(() => {})", ...within(session) } as const;
  const began = performance.now();
  failure(await toolkit.call("agentcore_browser_tool", endless, { signal: stop.signal }), "aborted");
  expect(performance.now() - began).toBeLessThan(300);
  expect(succeeded(await toolkit.call("agentcore_browser_tool", input)).title).toBe("Next");
  expect(aws.connections()).toBe(before + 1);
  await close(toolkit, session);
});

test("addresses: only http and https, and private hosts only where the connection names them", async () => {
  const elsewhere = { ...connectionOf(aws.credentials[0]), aws_browser_allowed_hosts: "other.example.com" };
  await using strict = createToolkit({ tools, connections: { aws: elsewhere } });
  const closed = await start(strict);
  const browse = (toolkit: Kit, session: string, url: string) =>
    toolkit.call("agentcore_browser_tool", { action: "browse_url", url, ...within(session), ...noWait });
  for (const url of ["file:///etc/passwd", "javascript:alert(1)", "data:text/html,x"]) {
    failure(await browse(strict, closed, url), "invalid_input");
  }
  for (const url of ["http://169.254.169.254/latest/meta-data/", `http://${host}/`, "http://localhost/"]) {
    failure(await browse(strict, closed, url), "forbidden");
  }
  expect(visits).toEqual([]);
  await close(strict, closed);

  await using toolkit = toolkitFor();
  const session = await start(toolkit);
  failure(await browse(toolkit, session, `http://${host}/to-private`), "forbidden");
  const other = `localhost:${host.split(":")[1]}`;
  const evaluate = (script: string) =>
    toolkit.call("agentcore_browser_tool", { action: "execute_script", script, ...within(session) });
  const fetched = `fetch("http://${other}/next").then(() => "read", (error) => error.message)`;
  expect(succeeded(await evaluate(fetched)).result).toBe("Failed to fetch");
  const socket = (address: string) => `new Promise((done) => {
    const socket = new WebSocket("ws://${address}/socket");
    socket.onclose = ({ code }) => done(code);
  })`;
  expect(succeeded(await evaluate(socket(other))).result).toBe(1008);
  expect(visits).toEqual(["/to-private"]);
  expect(succeeded(await evaluate(socket(host))).result).toBe(1006);
  await evaluate(`location.href = "http://${other}/next"; 1`);
  expect(visits).toEqual(["/to-private"]);
  await close(toolkit, session);
});

test("execute_script and fill_form are governed by policy", async () => {
  await using toolkit = toolkitFor();
  await using readOnly = toolkitFor(aws.credentials[0], { readOnly: true });
  await using approved = toolkitFor(aws.credentials[0], { approval: "destroy" });
  const session = await start(toolkit);
  const script = { action: "execute_script", script: "1 + 1", ...within(session) } as const;
  expect(failure(await readOnly.call("agentcore_browser_tool", script), "forbidden").message).toContain("1 + 1");
  failure(await approved.call("agentcore_browser_tool", script), "forbidden");
  const form = { action: "fill_form", form_data: { user: "x" }, ...within(session) } as const;
  failure(await readOnly.call("agentcore_browser_tool", form), "forbidden");
  succeeded(await readOnly.call("agentcore_browser_tool", { action: "extract_content", ...within(session) }));
  await close(toolkit, session);
});

test("extract_content, search_web and execute_script", async () => {
  await using toolkit = toolkitFor();
  const session = await start(toolkit);
  const use = async (input: object) =>
    succeeded(await toolkit.run("agentcore_browser_tool", { ...within(session), ...noWait, ...input }));
  const extracted = await use({ action: "extract_content", url: `http://${host}/` });
  expect(extracted).toMatchObject({
    output: {
      content: {
        title: "名簿",
        headings: [{ level: "h1", text: "Names" }],
        links: [
          { text: "Next page", url: `http://${host}/next` },
          { text: "Example", url: "https://example.com/a" },
          { text: "Open", url: `http://${host}/popup` },
        ],
        images: [{ src: `http://${host}/logo.png`, alt: "Logo" }],
      },
    },
  });
  const search = { action: "search_web", query: "何か & more", search_url: `http://${host}/search?q={query}` };
  expect(await use(search)).toMatchObject({
    output: {
      query: "何か & more",
      url: `http://${host}/search?q=${encodeURIComponent("何か & more")}`,
      results: [
        { title: "First hit", url: "https://one.example/x", snippet: "About the first" },
        { title: "Second hit", url: "https://two.example/y", snippet: "About the second" },
      ],
    },
  });
  const scripts: [string, unknown][] = [
    ["1 + 1", 2],
    ["() => document.title", "Search"],
    ["async () => ({ a: [1, null] })", { a: [1, null] }],
    ["() => [10n, new Date(0)]", ["10", "1970-01-01T00:00:00.000Z"]],
    ["undefined", null],
  ];
  for (const [script, result] of scripts) {
    expect(await use({ action: "execute_script", script })).toMatchObject({ output: { result } });
  }
  const thrown = await toolkit.call("agentcore_browser_tool", {
    action: "execute_script",
    script: "nope()",
    ...within(session),
  });
  expect(failure(thrown, "upstream").message).toContain("nope is not defined");
  const large = { action: "execute_script", script: "'x'.repeat(2e6)", ...within(session) } as const;
  failure(await toolkit.call("agentcore_browser_tool", large), "too_large");
  await close(toolkit, session);
});

test("defect: fill() could not set lists, boxes and buttons, and names went into selectors; every kind is set by its name", async () => {
  await using toolkit = toolkitFor();
  const session = await start(toolkit);
  succeeded(
    await toolkit.call("agentcore_browser_tool", {
      action: "browse_url",
      url: `http://${host}/form`,
      ...within(session),
      ...noWait,
    }),
  );
  const form_data = { user: "田中", "by-id": 7, note: "a\nb", colour: "b", sizes: ["S", "L"], agree: true, plan: "b" };
  const fill = { action: "fill_form", ...within(session) } as const;
  expect(succeeded(await toolkit.call("agentcore_browser_tool", { ...fill, form_data })).filled_fields).toEqual(
    Object.keys(form_data),
  );
  const script = `[...new FormData(document.forms[0])].filter(([name]) => name !== "upload")`;
  const read = { action: "execute_script", script, ...within(session) } as const;
  expect(succeeded(await toolkit.call("agentcore_browser_tool", read)).result).toEqual([
    ["user", "田中"],
    ["note", "a\nb"],
    ["colour", "b"],
    ["sizes", "S"],
    ["sizes", "L"],
    ["agree", "on"],
    ["plan", "b"],
  ]);
  const wrong = { user: "x", 'x"], [name="agree': "y", upload: "z", plan: "c", agree: "maybe" };
  const error = failure(await toolkit.call("agentcore_browser_tool", { ...fill, form_data: wrong }), "partial");
  expect(error.partial).toEqual({
    done: ["user"],
    failed: [
      { field: 'x"], [name="agree', problem: "no field has this name or id" },
      { field: "upload", problem: "takes a file, which cannot be given here" },
      { field: "plan", problem: "has no button with this value" },
      { field: "agree", problem: "is a box; give true or false" },
    ],
    remaining: [],
  });
  await close(toolkit, session);
});

test("click, type, tabs, html, screenshot and pdf", async () => {
  await using toolkit = toolkitFor();
  const session = await start(toolkit);
  const at = within(session);
  const browse = { action: "browse_url", url: `http://${host}/form`, ...at, ...noWait } as const;
  succeeded(await toolkit.call("agentcore_browser_tool", browse));
  succeeded(await toolkit.call("agentcore_browser_type", { selector: "[name=user]", text: "abc", ...at }));
  const typed = await toolkit.call("agentcore_browser_type", {
    selector: "[name=user]",
    text: "d",
    clear: false,
    press_enter: true,
    ...at,
  });
  expect(new URL(succeeded(typed).url).searchParams.get("user")).toBe("abcd");

  succeeded(await toolkit.call("agentcore_browser_tool", { ...browse, url: `http://${host}/` }));
  expect(succeeded(await toolkit.call("agentcore_browser_click", { selector: "text=Next page", ...at })).title).toBe(
    "Next",
  );
  succeeded(await toolkit.call("agentcore_browser_tool", { ...browse, url: `http://${host}/` }));
  succeeded(await toolkit.call("agentcore_browser_click", { selector: "#popup", ...at }));
  await wait(300);
  const tabs = succeeded(await toolkit.call("agentcore_browser_tabs", { ...at, activate: 1 }));
  expect(tabs.tabs.map(({ title, active }) => [title, active])).toEqual([
    ["名簿", false],
    ["Popup", true],
  ]);
  failure(await toolkit.call("agentcore_browser_tabs", { ...at, activate: 7 }), "not_found");
  const html = succeeded(
    await toolkit.call("agentcore_browser_get_html", { ...at, selector: "p", max_characters: 10 }),
  );
  expect(html).toMatchObject({ title: "Popup", html: "<p>A new t", truncated: true });
  succeeded(await toolkit.call("agentcore_browser_tabs", { ...at, open_new: true }));

  succeeded(await toolkit.call("agentcore_browser_tool", { ...browse, url: `http://${host}/` }));
  const picture = succeeded(await toolkit.run("agentcore_browser_screenshot", { ...at, full_page: true }));
  expect(picture.files[0]?.bytes.subarray(0, 4).toString("hex")).toBe("89504e47");
  const part = succeeded(await toolkit.run("agentcore_browser_screenshot", { ...at, selector: "h1", format: "jpeg" }));
  expect(part.files[0]).toMatchObject({ name: "screenshot.jpeg", mediaType: "image/jpeg" });
  const printed = succeeded(await toolkit.run("agentcore_browser_pdf", at));
  expect(printed.files[0]?.bytes.subarray(0, 5).toString()).toBe("%PDF-");
  await close(toolkit, session);
});

test("calls at once take turns in one session", async () => {
  await using toolkit = toolkitFor();
  const session = await start(toolkit);
  const browse = (path: string) =>
    toolkit.call("agentcore_browser_tool", {
      action: "browse_url",
      url: `http://${host}${path}`,
      ...within(session),
      ...noWait,
    });
  const results = await Promise.all([browse("/"), browse("/next"), browse("/popup")]);
  expect(results.map((result) => succeeded(result).title)).toEqual(["名簿", "Next", "Popup"]);
  await close(toolkit, session);
});

test("a call that is stopped while it waits for its turn leaves the one at work alone", async () => {
  await using toolkit = toolkitFor();
  const session = await start(toolkit);
  const slow = {
    action: "execute_script",
    script: "new Promise((done) => setTimeout(done, 500, 7))",
    ...within(session),
  } as const;
  const working = toolkit.call("agentcore_browser_tool", slow);
  await wait(300);
  const waiting = toolkit.call("agentcore_browser_tool", slow, { signal: AbortSignal.timeout(50) });
  failure(await waiting, "aborted");
  expect(succeeded(await working).result).toBe(7);
  await close(toolkit, session);
});
