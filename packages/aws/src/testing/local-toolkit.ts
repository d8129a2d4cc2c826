import { randomBytes } from "node:crypto";
import { devNull } from "node:os";
import {
  bodyOf,
  type ConnectionInput,
  createToolkit,
  type InputFile,
  type Logger,
  readAll,
  type Toolkit,
} from "@tsunagu/core";
import { type LocalAws, type LocalAwsOptions, startLocalAws } from "@tsunagu/local";
import { afterAll, afterEach, beforeAll, vi } from "vitest";
import { awsTools } from "../index.ts";
import { succeeded } from "./expect-failure.ts";

/** Every AWS tool, connected to AWS endpoints on loopback. */
export interface LocalToolkit extends Pick<Toolkit<typeof awsTools>, "call" | "run" | "verify"> {
  readonly aws: LocalAws;
  readonly connection: ConnectionInput;
  /** What was logged since the test began, as JSON lines. */
  readonly logLines: readonly string[];
  /** Makes a bucket of its own. */
  makeBucket(): Promise<string>;
  /** Stores an object by the tool for text. */
  putText(bucket: string, key: string, text: string): Promise<void>;
  /** The bytes of a stored object, past all tools. */
  stored(bucket: string, key: string): Promise<Buffer>;
}

/** Starts it before the tests of the calling file and ends it after them. The machine's own AWS settings do not count. */
export const useLocalToolkit = (options: LocalAwsOptions = {}): (() => LocalToolkit) => {
  let running: { local: LocalToolkit; close(): Promise<void> } | undefined;
  const logLines: string[] = [];
  beforeAll(async () => {
    hideAwsSettings();
    running = await start(options, logLines);
  });
  afterEach(() => {
    logLines.length = 0;
    running?.local.aws.faults.clear();
  });
  afterAll(async () => {
    await running?.close();
    vi.unstubAllEnvs();
  });
  return () => {
    if (running === undefined) throw new Error("the local toolkit runs only during the tests of the file");
    return running.local;
  };
};

/** Takes the machine's AWS settings out of the environment until `vi.unstubAllEnvs()`. */
export const hideAwsSettings = (): void => {
  for (const name of Object.keys(process.env).filter((each) => each.startsWith("AWS_"))) vi.stubEnv(name, undefined);
  vi.stubEnv("AWS_CONFIG_FILE", devNull);
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", devNull);
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
};

const start = async (options: LocalAwsOptions, logLines: string[]) => {
  const aws = await startLocalAws(options);
  const connection = connectionTo(aws);
  const toolkit = createToolkit({ tools: awsTools, connections: { aws: connection }, logger: linesLogger(logLines) });
  const local: LocalToolkit = {
    aws,
    connection,
    logLines,
    call: toolkit.call,
    run: toolkit.run,
    verify: toolkit.verify,
    makeBucket: async () => {
      const bucket_name = `bucket-${randomBytes(6).toString("hex")}`;
      succeeded(await toolkit.call("s3_create_bucket", { bucket_name }));
      return bucket_name;
    },
    putText: async (bucket, key, text) => {
      const input = { operation_type: "write", s3_uri: `s3://${bucket}/${key}`, text_content: text } as const;
      succeeded(await toolkit.call("s3_operator", input));
    },
    stored: (bucket, key) => readAll(aws.s3.read(bucket, key)),
  };
  const close = async (): Promise<void> => {
    await toolkit.close();
    await aws.close();
  };
  return { local, close };
};

/** The connection fields that reach a local endpoint. */
export const connectionTo = ({ url, region, credentials }: LocalAws): ConnectionInput => ({
  aws_access_key_id: credentials.accessKeyId,
  aws_secret_access_key: credentials.secretAccessKey,
  aws_session_token: credentials.sessionToken,
  aws_region: region,
  aws_endpoint_url: url,
});

/** A logger that keeps what it is given, as JSON lines. */
export const linesLogger = (lines: string[]): Logger => {
  const keep = (fields: object, message: string): void => {
    lines.push(JSON.stringify({ ...fields, message }));
  };
  return { debug: keep, info: keep, warn: keep, error: keep };
};

/** A file as a host has it. Its size is known, unless the content is a stream, of which it may be stated. */
export interface HostFile {
  readonly name: string;
  readonly content: string | Uint8Array | AsyncIterable<Uint8Array>;
  readonly type?: string;
  readonly size?: number;
}

/** Files as a host hands them to a call: `references` for the input, `inputs` for the call's options. */
export const handOver = (
  ...files: HostFile[]
): { references: { uri: string; name: string }[]; inputs: ReadonlyMap<string, InputFile> } => {
  const entries = files.map(({ name, content, type = "application/octet-stream", size }, index) => {
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    const known = bytes instanceof Uint8Array ? { body: bodyOf(bytes), size: bytes.byteLength } : { body: bytes };
    const file: InputFile = { name, mediaType: type, ...known, ...(size === undefined ? {} : { size }) };
    return [`test:${index}`, file] as const;
  });
  return { references: entries.map(([uri, { name }]) => ({ uri, name })), inputs: new Map(entries) };
};
