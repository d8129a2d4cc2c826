import { request } from "node:http";
import type { LocalAws, LocalAwsCredentials } from "../types.ts";
import { percent, queryText, sha256, sign, stampOf } from "./sign.ts";

export interface TestRequest {
  readonly method?: string;
  /** Decoded; percent-encoded when sent. */
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers that are sent but not signed. */
  readonly unsigned?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly service?: string;
  readonly region?: string;
  readonly date?: Date;
  readonly credentials?: LocalAwsCredentials;
  /** `x-amz-content-sha256`; the hash of the body when left out. */
  readonly payloadHash?: string;
  readonly host?: string;
}

export interface TestResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  readonly text: string;
  /** The error code of an XML or JSON error. */
  readonly code: string | undefined;
}

/** Sends one signed request. */
export const send = (aws: LocalAws, options: TestRequest): Promise<TestResponse> => {
  const { method = "GET", query = {}, service = "s3", date = new Date(), credentials = aws.credentials } = options;
  const path = encodePath(options.path ?? "/");
  const payloadHash = options.payloadHash ?? sha256(options.body ?? "");
  const headers = {
    host: options.host ?? `127.0.0.1:${aws.port}`,
    "x-amz-content-sha256": payloadHash,
    "x-amz-date": stampOf(date),
    ...(credentials.sessionToken === undefined ? {} : { "x-amz-security-token": credentials.sessionToken }),
    ...options.headers,
  };
  const signed = sign({
    ...{ method, path, query, headers, payloadHash, service, date, credentials },
    region: options.region ?? aws.region,
  });
  const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${signed.scope}, SignedHeaders=${signed.signedHeaders}, Signature=${signed.signature}`;
  const target = Object.keys(query).length === 0 ? path : `${path}?${queryText(query)}`;
  return exchange(aws, method, target, { ...headers, ...options.unsigned, authorization }, options.body);
};

/** Makes a presigned URL's path and query. */
export const presign = (aws: LocalAws, options: TestRequest & { expiresIn?: number | string } = {}): string => {
  const { method = "GET", service = "s3", date = new Date(), credentials = aws.credentials } = options;
  const path = encodePath(options.path ?? "/");
  const region = options.region ?? aws.region;
  const headers = { host: `127.0.0.1:${aws.port}`, ...options.headers };
  const query = {
    ...options.query,
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": `${credentials.accessKeyId}/${stampOf(date).slice(0, 8)}/${region}/${service}/aws4_request`,
    "X-Amz-Date": stampOf(date),
    "X-Amz-Expires": String(options.expiresIn ?? 60),
    "X-Amz-SignedHeaders": Object.keys(headers).toSorted().join(";"),
    ...(credentials.sessionToken === undefined ? {} : { "X-Amz-Security-Token": credentials.sessionToken }),
  };
  const payloadHash = service === "s3" ? "UNSIGNED-PAYLOAD" : sha256("");
  const { signature } = sign({ method, path, query, headers, payloadHash, service, region, date, credentials });
  return `${path}?${queryText({ ...query, "X-Amz-Signature": signature })}`;
};

/** Sends a request as it is. */
export const exchange = (
  aws: LocalAws,
  method: string,
  target: string,
  headers: Readonly<Record<string, string>> = {},
  body?: string | Buffer,
): Promise<TestResponse> =>
  new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const outgoing = request(
      { host: "127.0.0.1", port: aws.port, method, path: target, headers: { ...length, ...headers } },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () => {
          const bytes = Buffer.concat(chunks);
          const text = bytes.toString("utf8");
          resolve({
            status: incoming.statusCode ?? 0,
            headers: Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])),
            bytes,
            text,
            code: /<Code>([^<]+)<\/Code>/.exec(text)?.[1] ?? /"__type":"(?:[^"#]*#)?([^"]+)"/.exec(text)?.[1],
          });
        });
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });

/** One request in AWS JSON. */
export const sendJson = async (
  aws: LocalAws,
  service: "dynamodb" | "ssm",
  operation: string,
  input: object,
  options: TestRequest = {},
): Promise<TestResponse & { readonly output: Readonly<Record<string, unknown>> }> => {
  const isDynamo = service === "dynamodb";
  const response = await send(aws, {
    ...options,
    method: "POST",
    service,
    body: JSON.stringify(input),
    headers: {
      "content-type": isDynamo ? "application/x-amz-json-1.0" : "application/x-amz-json-1.1",
      "x-amz-target": `${isDynamo ? "DynamoDB_20120810" : "AmazonSSM"}.${operation}`,
    },
  });
  const output: unknown = JSON.parse(response.text);
  return { ...response, output: { ...(output as object) } };
};

/** One request to STS, in the AWS Query protocol. */
export const sendSts = (
  aws: LocalAws,
  fields: Readonly<Record<string, string>>,
  options: TestRequest = {},
): Promise<TestResponse> =>
  send(aws, {
    ...options,
    method: "POST",
    service: "sts",
    body: queryText({ Version: "2011-06-15", ...fields }),
    headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
  });

/** The text of the first element of a name. */
export const element = (response: TestResponse, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(response.text)?.[1];

/** The texts of all elements of a name. */
export const elements = (response: TestResponse, name: string): string[] =>
  [...response.text.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map((match) => match[1] ?? "");

const encodePath = (path: string): string => path.split("/").map(percent).join("/");
