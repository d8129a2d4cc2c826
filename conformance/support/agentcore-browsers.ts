import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, request as sendRequest } from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { Duplex } from "node:stream";
import { type Chromium, startChromium } from "./chromium.ts";
import { type Call, type Credentials, type Handlers, modeledError, startModeledAws } from "./modeled/index.ts";
import { readClaim, verifySignature } from "./modeled/sigv4.ts";

/** AgentCore's browsers and Parameter Store: model-checked, with a real browser behind a stream that demands a signature. */
export interface AgentcoreBrowsers {
  readonly url: string;
  readonly credentials: readonly [Credentials, Credentials];
  /** What Parameter Store holds, by account and name. */
  readonly parameters: ReadonlyMap<string, StoredParameter>;
  /** Sessions that have not ended. */
  readonly sessions: ReadonlyMap<string, Chromium>;
  /** Upgrades of streams that were accepted. */
  readonly connections: () => number;
  readonly problems: readonly object[];
  close(): Promise<void>;
}

export interface StoredParameter {
  readonly Name: string;
  readonly Value: string;
  readonly Type: string;
  readonly Tier: string;
  readonly Policies: string;
}

const BROWSER = "aws.browser.v1";
const credentials: readonly [Credentials, Credentials] = [
  { accessKeyId: "AKIDLOCALTEST0000001", secretAccessKey: "local-test-secret-1", sessionToken: "local-test-token-1" },
  { accessKeyId: "AKIDLOCALTEST0000002", secretAccessKey: "local-test-secret-2" },
];

/** Starts it. Each of the two credentials is an account of its own. */
export async function startAgentcoreBrowsers(): Promise<AgentcoreBrowsers> {
  const sessions = new Map<string, Chromium>();
  const ended = new Map<string, Promise<void>>();
  const timers = new Set<NodeJS.Timeout>();
  const parameters = new Map<string, StoredParameter>();
  let connections = 0;

  const end = (sessionId: string): Promise<void> => {
    const browser = sessions.get(sessionId);
    sessions.delete(sessionId);
    if (browser) ended.set(sessionId, browser.close());
    return ended.get(sessionId) ?? Promise.resolve();
  };
  const aws = await startModeledAws(
    {
      "bedrock-agentcore": {
        StartBrowserSession: async ({ sessionTimeoutSeconds }: { sessionTimeoutSeconds: number }) => {
          const sessionId = `01SESSION${sessions.size + ended.size}`;
          sessions.set(sessionId, await startChromium());
          timers.add(setTimeout(() => void end(sessionId), sessionTimeoutSeconds * 1000));
          return { browserIdentifier: BROWSER, sessionId, createdAt: new Date(), streams: streamsOf(sessionId) };
        },
        GetBrowserSession: ({ sessionId }: { sessionId: string }) => {
          if (!sessions.has(sessionId) && !ended.has(sessionId)) throw notFound();
          return {
            browserIdentifier: BROWSER,
            sessionId,
            createdAt: new Date(),
            status: sessions.has(sessionId) ? "READY" : "TERMINATED",
            streams: streamsOf(sessionId),
          };
        },
        StopBrowserSession: async ({ sessionId }: { sessionId: string }) => {
          if (!sessions.has(sessionId)) throw notFound();
          await end(sessionId);
          return { browserIdentifier: BROWSER, sessionId, lastUpdatedAt: new Date() };
        },
      },
      ssm: parameterStore(parameters),
    },
    { credentials: [...credentials] },
  );

  const front = createServer((message, response) => {
    const onward = sendRequest(
      new URL(message.url ?? "", aws.url),
      { method: message.method, headers: message.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on("error", (error) => response.destroy(error));
    message.pipe(onward);
  });
  front.on("upgrade", (message: IncomingMessage, socket: Duplex, head: Buffer) => {
    const sessionId = /^\/browser-streams\/[^/]+\/sessions\/([^/]+)\/automation$/.exec(message.url ?? "")?.[1] ?? "";
    const browser = sessions.get(sessionId);
    if (!browser || !isSigned(message)) {
      socket.end(`HTTP/1.1 ${browser ? "403 Forbidden" : "404 Not Found"}\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    connections++;
    pipeTo(browser, message, socket, head);
  });
  const url = await listening(front);
  const streamsOf = (sessionId: string) => ({
    automationStream: {
      streamEndpoint: `${url}/browser-streams/${BROWSER}/sessions/${sessionId}/automation`,
      streamStatus: "ENABLED",
    },
  });

  return {
    url,
    credentials,
    parameters,
    sessions,
    connections: () => connections,
    problems: aws.problems,
    close: async () => {
      for (const timer of timers) clearTimeout(timer);
      await Promise.all([...sessions.keys()].map(end));
      await Promise.all(ended.values());
      front.closeAllConnections();
      front.close();
      await aws.close();
    },
  };
}

function parameterStore(parameters: Map<string, StoredParameter>): NonNullable<Handlers["ssm"]> {
  const key = (name: string, { accessKeyId }: Call): string => `${accessKeyId} ${name}`;
  const remove = (name: string, call: Call): boolean => parameters.delete(key(name, call));
  return {
    PutParameter: (input: StoredParameter, call: Call) => {
      parameters.set(key(input.Name, call), input);
      return { Version: 1, Tier: input.Tier };
    },
    GetParameter: ({ Name }: { Name: string }, call: Call) => {
      const found = parameters.get(key(Name, call));
      if (!found) throw modeledError("ParameterNotFound");
      return { Parameter: { Name, Type: found.Type, Value: found.Value } };
    },
    GetParametersByPath: ({ Path }: { Path: string }, call: Call) => ({
      Parameters: [...parameters]
        .filter(([stored]) => stored.startsWith(key(`${Path}/`, call)))
        .map(([, { Name, Type, Value }]) => ({ Name, Type, Value })),
    }),
    DeleteParameter: ({ Name }: { Name: string }, call: Call) => {
      if (!remove(Name, call)) throw modeledError("ParameterNotFound");
      return {};
    },
    DeleteParameters: ({ Names }: { Names: string[] }, call: Call) => ({
      DeletedParameters: Names.filter((name) => remove(name, call)),
    }),
  };
}

function isSigned(message: IncomingMessage): boolean {
  const headers = new Map(Object.entries(message.headers).map(([name, value]) => [name, String(value)]));
  const [path = "", query = ""] = (message.url ?? "").split("?");
  const request = { method: message.method ?? "", path, query, headers, body: Buffer.alloc(0) };
  const claim = readClaim(request);
  return claim !== undefined && verifySignature(request, claim, credentials, new Date()) === undefined;
}

/** Hands an upgrade on to the browser, without the headers that are no business of its. */
function pipeTo({ port, path }: Chromium, message: IncomingMessage, socket: Duplex, head: Buffer): void {
  const browser = connect(port, "127.0.0.1", () => {
    const kept = Object.entries(message.headers).filter(([name]) => /^(upgrade|connection|sec-websocket-)/.test(name));
    const lines = kept.map(([name, value]) => `${name}: ${value}\r\n`).join("");
    browser.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${lines}\r\n`);
    browser.write(head);
    browser.pipe(socket).pipe(browser);
  });
  browser.on("error", () => socket.destroy());
  socket.on("error", () => browser.destroy());
  socket.on("close", () => browser.destroy());
}

async function listening(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function notFound(): Error {
  return modeledError("ResourceNotFoundException", { message: "no such session" });
}
