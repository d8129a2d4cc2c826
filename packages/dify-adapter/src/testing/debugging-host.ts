import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { isObject } from "@tsunagu/core";
import { createDifyService, type DifyService } from "./dify-service.ts";
import { type HostCalls, hostCalls, type PluginCaller } from "./host-calls.ts";
import { parseLine } from "./json.ts";
import { scanLines } from "./scan-lines.ts";

export interface DebuggingHostOptions {
  /** The only key that is accepted. */
  readonly key: string;
  /** 0, the default, takes any that is free. */
  readonly port?: number;
  /** Milliseconds for the handshake. Default 10,000. */
  readonly handshakeMs?: number;
  /** Milliseconds without a heartbeat after which a connection is closed. Default 60,000. */
  readonly heartbeatMs?: number;
  readonly callMs?: number;
  readonly service?: DifyService;
  /** Refuses a plugin with these words after the tools. */
  readonly refuse?: string;
}

/** What a plugin has registered. */
export interface Registered {
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly providers: readonly Readonly<Record<string, unknown>>[];
  readonly assets: ReadonlyMap<string, Buffer>;
}

/** The daemon's side of remote debugging, for one plugin at a time. Calls fail while none is registered. */
export interface DebuggingHost extends PluginCaller, AsyncDisposable {
  readonly port: number;
  /** Resolves when the next registration, or one that is there already, is complete. */
  registered(): Promise<Registered>;
  /** Registrations so far. */
  readonly registrations: () => number;
  readonly heartbeats: () => number;
  readonly problems: readonly string[];
  /** Cuts the plugin's connection. */
  drop(): void;
}

/**
 * Plays the daemon's part of remote debugging: the handshake in time, each declaration once and in order, assets in pieces,
 * refusals as one line of plain text, and the close of a connection without heartbeats.
 *
 * @see dify-plugin-daemon, internal/core/debugging_runtime
 */
export const startDebuggingHost = async (options: DebuggingHostOptions): Promise<DebuggingHost> => {
  const problems: string[] = [];
  const sockets = new Set<Socket>();
  let current: { readonly calls: HostCalls; readonly socket: Socket } | undefined;
  let waiting = Promise.withResolvers<Registered>();
  let registrations = 0;
  let heartbeats = 0;

  const serve = async (socket: Socket): Promise<void> => {
    const refuse = (words: string): void => void socket.end(`${words}\n`);
    const handshake = setTimeout(() => socket.destroy(), options.handshakeMs ?? 10_000);
    const registration = startRegistration(options);
    const calls = hostCalls({
      write: (line) => void socket.write(`${line}\n`),
      problems,
      callMs: options.callMs ?? 20_000,
      service: options.service ?? createDifyService(),
    });
    let lastHeartbeat = performance.now();
    const limitMs = options.heartbeatMs ?? 60_000;
    const watch = setInterval(() => {
      if (performance.now() - lastHeartbeat > limitMs) socket.destroy();
    }, limitMs / 4);
    try {
      for await (const line of scanLines(socket, Number.POSITIVE_INFINITY)) {
        const message = parseLine(line);
        if (message === undefined) problems.push(`not a message: ${line.slice(0, 200)}`);
        else if (registration.done === undefined) {
          const refusal = registration.take(message);
          clearTimeout(handshake);
          if (refusal !== undefined) return refuse(refusal);
          if (registration.done === undefined) continue;
          registrations++;
          current = { calls, socket };
          waiting.resolve(registration.done);
        } else if (message["event"] === "heartbeat") {
          lastHeartbeat = performance.now();
          heartbeats++;
        } else if (message["event"] === "session") await calls.take(message);
        else if (message["event"] !== "log") problems.push(`event ${line.slice(0, 200)}`);
      }
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === undefined) throw cause; // a connection that was cut has a code
    } finally {
      clearTimeout(handshake);
      clearInterval(watch);
      calls.drop();
      if (current?.socket === socket) {
        current = undefined;
        waiting = Promise.withResolvers();
      }
    }
  };

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {}); // the reader sees the end
    socket.once("close", () => sockets.delete(socket));
    void serve(socket);
  });
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  const caller = (): HostCalls => {
    if (current === undefined) throw new Error("no plugin is registered");
    return current.calls;
  };
  return {
    port: (server.address() as AddressInfo).port,
    registered: () => waiting.promise,
    registrations: () => registrations,
    heartbeats: () => heartbeats,
    problems,
    request: async (data, onMessage) => caller().request(data, onMessage),
    invoke: async (request, onMessage) => caller().invoke(request, onMessage),
    validateCredentials: async (credentials) => caller().validateCredentials(credentials),
    drop: () => {
      for (const socket of sockets) socket.destroy();
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
};

interface Registration {
  readonly done: Registered | undefined;
  /** Why a message is refused, in the daemon's words. */
  take(message: Readonly<Record<string, unknown>>): string | undefined;
}

const startRegistration = ({ key, refuse }: DebuggingHostOptions): Registration => {
  let step: "handshake" | "manifest" | "tools" | "assets" = "handshake";
  let manifest: Readonly<Record<string, unknown>> = {};
  let providers: readonly Readonly<Record<string, unknown>>[] = [];
  let done: Registered | undefined;
  const assets = new Map<string, Buffer>();
  const take: Registration["take"] = ({ type, data }) => {
    if (step === "handshake") {
      if (type !== "handshake" || !isObject(data)) return "handshake failed, no handshake";
      if (data["key"] !== key) return "handshake failed, invalid key";
      step = "manifest";
      return undefined;
    }
    if (step === "manifest") {
      if (type !== "manifest_declaration" || !isObject(data)) return "manifest register failed, no manifest";
      manifest = data;
      step = "tools";
      return undefined;
    }
    if (step === "tools") {
      if (type !== "tool_declaration" || !Array.isArray(data)) return "tools register failed, not a list";
      providers = data;
      const wrong = providers.find(
        ({ credentials_schema: schema, tools }) =>
          !Array.isArray(schema) || !Array.isArray(tools) || !tools.every((tool) => isObject(tool)),
      );
      if (refuse !== undefined || wrong !== undefined)
        return `tools register failed, ${refuse ?? "unexpected end of JSON input"}`;
      step = "assets";
      return undefined;
    }
    if (type === "asset_chunk" && isObject(data)) {
      const name = String(data["filename"]);
      const chunk = Buffer.from(String(data["data"]), "base64");
      if (chunk.byteLength > 8192) return "assets register failed, chunk too large";
      assets.set(name, Buffer.concat([assets.get(name) ?? Buffer.alloc(0), chunk]));
      return undefined;
    }
    if (type !== "end") return `unexpected message ${String(type)}`;
    if (!assets.has(String(manifest["icon"]))) return "assets remap failed, icon not found";
    done = { manifest, providers, assets };
    return undefined;
  };
  return {
    take,
    get done() {
      return done;
    },
  };
};
