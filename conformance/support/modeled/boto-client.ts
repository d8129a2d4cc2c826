import { fileURLToPath } from "node:url";
import { run } from "../process.ts";
import { pythonEnvironment } from "../python.ts";
import type { ModeledAws, ServiceName } from "./index.ts";
import type { Credentials } from "./sigv4.ts";

const TIMEOUT_MS = 60_000;

export interface BotoCall {
  readonly service: ServiceName;
  readonly operation: string;
  /** By the model's member names. Bytes are written `{ $bytes: "base64" }`. */
  readonly input?: object;
  readonly credentials?: Credentials;
  /** How often boto3 tries; once when left out. */
  readonly attempts?: number;
  /** Whether boto3 checks the input first; it does not when left out, so that the endpoint can. */
  readonly validates?: boolean;
}

export interface BotoOutcome {
  readonly status: number;
  readonly requestId?: string;
  /** Bytes are written `{ $bytes: "base64" }`, event streams as lists, times in ISO 8601. */
  readonly output?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly Code: string; readonly Message: string };
}

/** Makes signed calls to an endpoint with boto3, one after the other in one process. API keys it sends over TLS alone. */
export async function callWithBoto(aws: ModeledAws, calls: readonly BotoCall[]): Promise<BotoOutcome[]> {
  const { python } = await pythonEnvironment();
  const full = calls.map((call) => ({
    url: aws.url,
    input: {},
    credentials: aws.credentials,
    attempts: 1,
    validates: false,
    ...call,
  }));
  const script = fileURLToPath(new URL("boto_client.py", import.meta.url));
  return JSON.parse(await run(python, [script], { input: JSON.stringify(full), timeoutMs: TIMEOUT_MS }));
}
