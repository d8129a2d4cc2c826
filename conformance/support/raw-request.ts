import type { RecordedRequest } from "./recorder.ts";

export interface RawRequestOptions {
  /** Signing name, as in the credential scope. */
  readonly service: string;
  readonly method?: string;
  /** Path and query. */
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request made by hand that looks signed, for proving what the oracle reports. */
export function rawRequest(options: RawRequestOptions): RecordedRequest {
  const credential = `AKIDLOCALTEST0000000/20260102/us-east-1/${options.service}/aws4_request`;
  const headers = {
    Host: "127.0.0.1",
    "X-Amz-Date": "20260102T030405Z",
    Authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host;x-amz-date, Signature=${"0".repeat(64)}`,
    ...options.headers,
  };
  return {
    index: 0,
    method: options.method ?? "POST",
    target: options.target ?? "/",
    headers: Object.entries(headers),
    body: Buffer.from(options.body ?? ""),
    truncated: false,
  };
}

/** A DynamoDB request made by hand. */
export function rawDynamodb(operation: string, input: unknown): RecordedRequest {
  return rawRequest({
    service: "dynamodb",
    headers: { "Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": `DynamoDB_20120810.${operation}` },
    body: JSON.stringify(input),
  });
}

/** An S3 request made by hand. */
export function rawS3(
  method: string,
  target: string,
  options: Pick<RawRequestOptions, "headers" | "body"> = {},
): RecordedRequest {
  return rawRequest({ service: "s3", method, target, ...options });
}

/** An STS request made by hand. */
export function rawSts(parameters: Readonly<Record<string, string>>): RecordedRequest {
  return rawRequest({
    service: "sts",
    headers: { "Content-Type": "application/x-www-form-urlencoded; charset=utf-8" },
    body: new URLSearchParams({ Version: "2011-06-15", ...parameters }).toString(),
  });
}
