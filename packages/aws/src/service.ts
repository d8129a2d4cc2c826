import { type ToolError, toToolError } from "@tsunagu/core";
import { ResultAsync } from "neverthrow";
import { toAwsError } from "./error.ts";
import type { AwsClient, AwsClientConfig, AwsSession } from "./session.ts";

/** One AWS service, ready to be used by tools. */
export interface AwsService<Module, Client> {
  /** Sends one command; answers with its output or a ToolError. Never rejects. */
  <C>(call: AwsCall, command: (module: Module) => C): ResultAsync<OutputOf<C>, ToolError>;
  /** Runs work that needs the client itself (a waiter, an upload, a signature) with the same error mapping. */
  use<T>(
    call: AwsCall,
    operation: string,
    work: (client: Client, module: Module) => Promise<T>,
  ): ResultAsync<T, ToolError>;
}

/** The part of a tool's context that a service needs. */
export interface AwsCall {
  readonly session: AwsSession;
  readonly signal: AbortSignal;
}

/** What a service makes its client with. */
export interface AwsConnectedConfig extends AwsClientConfig {
  readonly requestHandler: { connectionTimeout: number; httpAgent: object; httpsAgent: object };
}

const connectionTimeoutMs = 10_000;

type OutputOf<C> = C extends { resolveMiddleware(...args: never[]): (args: never) => Promise<{ output: infer O }> }
  ? O
  : never;

interface Sender {
  send(command: never, options: { abortSignal: AbortSignal }): Promise<unknown>;
}

/** Binds a service: its SDK package is imported, and its client made, when a tool first needs it. */
export const awsService = <Module, Client extends AwsClient>(
  name: string,
  load: () => Promise<Module>,
  make: (module: Module, config: AwsConnectedConfig) => Client,
): AwsService<Module, Client> => {
  const open = async (session: AwsSession): Promise<{ client: Client; module: Module }> => {
    const module = await load();
    const client =
      (session.clients.get(name) as Client | undefined) ?? make(module, await withSockets(session.clientConfig));
    const kept = (session.clients.get(name) as Client | undefined) ?? client;
    session.clients.set(name, kept);
    if (kept.config.token === undefined) session.registerSecrets(await kept.config.credentials());
    return { client: kept, module };
  };

  const use: AwsService<Module, Client>["use"] = ({ session, signal }, operation, work) =>
    ResultAsync.fromPromise(
      open(session).then(({ client, module }) => work(client, module)),
      (thrown) => toToolError(thrown, (cause) => toAwsError(cause, { service: name, operation, signal })),
    );

  const send = <C>(call: AwsCall, command: (module: Module) => C): ResultAsync<OutputOf<C>, ToolError> => {
    let operation = "";
    return ResultAsync.fromPromise(
      open(call.session).then(async ({ client, module }) => {
        const made = command(module);
        operation = operationOf(made);
        const sender = client as unknown as Sender;
        return (await sender.send(made as never, { abortSignal: call.signal })) as OutputOf<C>;
      }),
      (thrown) => toToolError(thrown, (cause) => toAwsError(cause, { service: name, operation, signal: call.signal })),
    );
  };
  return Object.assign(send, { use });
};

const operationOf = (command: unknown): string => (command as object).constructor.name.replace(/Command$/, "");

/** Adds the sockets: those of a proxy, if the connection names one. Their packages are loaded only now. */
const withSockets = async (config: AwsClientConfig): Promise<AwsConnectedConfig> => {
  const { receiveAgents } = await import("./receive-agents.ts");
  const requestHandler = { connectionTimeout: connectionTimeoutMs, ...receiveAgents() };
  if (config.proxyUrl === undefined) return { ...config, requestHandler };
  const { HttpsProxyAgent } = await import("https-proxy-agent");
  const httpsAgent = new HttpsProxyAgent(config.proxyUrl.expose(), { keepAlive: true });
  return { ...config, requestHandler: { ...requestHandler, httpsAgent } };
};
