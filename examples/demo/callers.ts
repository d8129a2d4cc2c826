import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { awsTools } from "@tsunagu/aws";
import { bodyOf, createToolkit, describeError, type InputFile, type Logger, makeTempDirectory } from "@tsunagu/core";
import { startDaemon, startFileServer } from "@tsunagu/dify-adapter/testing";
import { kintoneTools } from "@tsunagu/kintone";

/** A file on its way into or out of a tool. */
export interface DemoFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export interface Answer {
  readonly output: Readonly<Record<string, unknown>>;
  readonly files: readonly DemoFile[];
}

/** One way to call tools. A field whose value is a DemoFile, or a list of them, is a file parameter. */
export interface Caller extends AsyncDisposable {
  readonly way: string;
  call(tool: string, input: Readonly<Record<string, unknown>>): Promise<Answer>;
}

/** Connection fields by connector. */
export interface Connections {
  readonly aws: Readonly<Record<string, string>>;
  readonly kintone: Readonly<Record<string, string>>;
}

/** As an npm library, in this process. */
export const libraryCaller = (connections: Connections, logger: Logger): Caller => {
  const toolkit = createToolkit({
    tools: [...kintoneTools, ...awsTools],
    connections: { aws: connections.aws, kintone: connections.kintone },
    logger,
  });
  return {
    way: "library",
    call: async (tool, input) => {
      const inputs = new Map<string, InputFile>();
      const prepared = withFiles(input, ({ name, mediaType, bytes }) => {
        const uri = `demo:${inputs.size}`;
        inputs.set(uri, { name, mediaType, size: bytes.byteLength, body: bodyOf(bytes) });
        return { uri };
      });
      const answer = await toolkit.run(tool, prepared, { inputs });
      if (answer.isErr()) throw new Error(`${tool}: ${describeError(answer.error)}`);
      if (answer.value.status !== "completed") throw new Error(`${tool} was only planned`);
      return { output: answer.value.output as Answer["output"], files: answer.value.files };
    },
    [Symbol.asyncDispose]: () => toolkit.close(),
  };
};

/** Through built Dify packages: unpacked, started as the plugin daemon starts them, called over its protocol. */
export const difyCaller = async (
  packages: Readonly<Record<keyof Connections, string>>,
  connections: Connections,
): Promise<Caller> => {
  const directory = await makeTempDirectory();
  const served: Record<string, { bytes: Uint8Array; mediaType: string }> = {};
  const server = await startFileServer(served);
  const start = async (connector: keyof Connections) => {
    const cwd = join(directory.path, connector);
    mkdirSync(cwd);
    execFileSync("python3", ["-m", "zipfile", "-e", packages[connector], cwd]);
    return startDaemon({ command: "python3", args: ["-m", "main"], cwd });
  };
  const daemons = { aws: await start("aws"), kintone: await start("kintone") };
  return {
    way: "Dify plugin",
    call: async (tool, input) => {
      const connector = tool.startsWith("kintone_") ? "kintone" : "aws";
      const prepared = withFiles(input, (file) => {
        served[file.name] = file;
        return server.difyFile(file.name);
      });
      const parameters = Object.fromEntries(
        Object.entries(prepared).map(([name, value]) => [name, input[name] === value ? asForm(value) : value]),
      );
      const outcome = await daemons[connector].invoke({
        tool,
        tool_parameters: parameters,
        credentials: connections[connector],
      });
      if (outcome.error !== undefined) throw new Error(`${tool}: ${outcome.error.message}`);
      const files = outcome.files.map(({ meta, bytes }) => ({
        name: String(meta.filename ?? "file"),
        mediaType: String(meta.mime_type ?? ""),
        bytes,
      }));
      return { output: outcome.json.at(-1) as Answer["output"], files };
    },
    [Symbol.asyncDispose]: async () => {
      for (const daemon of Object.values(daemons)) await daemon[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
      await directory[Symbol.asyncDispose]();
    },
  };
};

/** Over MCP: the tsunagu command as a server on stdio, with the official client. */
export const mcpCaller = async (environment: Readonly<Record<string, string>>): Promise<Caller> => {
  const command = fileURLToPath(new URL("../../packages/cli/dist/bin.js", import.meta.url));
  const client = new Client({ name: "demo", version: "1.0.0" });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [command, "mcp"],
    env: { ...environment, PATH: process.env.PATH ?? "" },
    stderr: "inherit",
  });
  await client.connect(transport);
  return {
    way: "MCP",
    call: async (tool, input) => {
      const prepared = withFiles(input, ({ name, mediaType, bytes }) => ({
        uri: `data:${mediaType};base64,${Buffer.from(bytes).toString("base64")}`,
        name,
        media_type: mediaType,
      }));
      const result = await client.callTool({ name: tool, arguments: prepared });
      if (result.isError) throw new Error(`${tool}: ${JSON.stringify(result.content)}`);
      const files = result.content.flatMap((block) => {
        if (block.type !== "resource" || !("blob" in block.resource)) return [];
        const name = decodeURIComponent(block.resource.uri.split("/").at(-1) ?? "");
        return [{ name, mediaType: block.resource.mimeType ?? "", bytes: Buffer.from(block.resource.blob, "base64") }];
      });
      return { output: result.structuredContent as Answer["output"], files };
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
};

const isFile = (value: unknown): value is DemoFile => typeof value === "object" && value !== null && "bytes" in value;

const withFiles = (
  input: Readonly<Record<string, unknown>>,
  refer: (file: DemoFile) => object,
): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(input).map(([name, value]) => {
      if (isFile(value)) return [name, refer(value)];
      return [name, Array.isArray(value) && value.length > 0 && value.every(isFile) ? value.map(refer) : value];
    }),
  );

/** A workflow gives nested values as JSON text. */
const asForm = (value: unknown): unknown =>
  typeof value === "object" && value !== null ? JSON.stringify(value) : value;
