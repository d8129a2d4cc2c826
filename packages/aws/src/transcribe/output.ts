import { type InputFile, limitBytes, type ToolError, ToolFailure, toolError } from "@tsunagu/core";
import { errAsync, type ResultAsync } from "neverthrow";
import { endpointProblem } from "../endpoint.ts";
import { openObject } from "../s3/download.ts";
import { s3 } from "../s3/service.ts";
import { fileNameOf } from "../s3/uri.ts";
import type { AwsCall } from "../service.ts";

/** Bytes that one file of a job's output may have. */
export const maxOutputBytes = 64 * 1024 ** 2;

/**
 * Opens a file that a job made: by the signed address that Transcribe gives, or, when it lies in a bucket of the account's
 * own, from S3. Either way goes through the connection's sockets and proxy.
 *
 * @see Amazon Transcribe API Reference, Transcript
 */
export const openOutput = (address: string, call: AwsCall): ResultAsync<InputFile, ToolError> => {
  const url = URL.parse(address);
  if (url === null || endpointProblem(url.origin) !== undefined) {
    return errAsync(toolError("upstream", "Transcribe gave no usable address of the file."));
  }
  const path = decodeURIComponent(url.pathname);
  const mediaType = mediaTypes[path.split(".").at(-1) ?? ""] ?? "application/octet-stream";
  if (url.searchParams.has("X-Amz-Signature")) {
    return openSigned(url, call).map(({ size, body }) => ({ name: fileNameOf(path), mediaType, size, body }));
  }
  const [, bucket = "", key = ""] = /^\/([^/]+)\/(.+)$/s.exec(path) ?? [];
  return openObject(call, { bucket, key }, maxOutputBytes).map(({ head, body }) => ({
    name: fileNameOf(key),
    mediaType,
    size: head.ContentLength,
    body,
  }));
};

const mediaTypes: Readonly<Record<string, string>> = {
  json: "application/json",
  vtt: "text/vtt",
  srt: "application/x-subrip",
};

/** The address carries its own signature, so the request is sent as it is. Redirects are not followed. */
const openSigned = (url: URL, call: AwsCall): ResultAsync<Pick<InputFile, "size" | "body">, ToolError> =>
  s3.use(call, "GetObject (signed)", async ({ config }) => {
    const request = {
      method: "GET",
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port === "" ? {} : { port: Number(url.port) }),
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { host: url.host, "accept-encoding": "identity" },
    };
    const { response } = await config.requestHandler.handle(request as never, { abortSignal: call.signal });
    const problem = problemOf(response.statusCode, response.headers);
    if (problem !== undefined) {
      response.body.destroy();
      throw new ToolFailure(problem);
    }
    const size = Number(response.headers["content-length"] ?? Number.NaN);
    return {
      size: Number.isFinite(size) ? size : undefined,
      body: limitBytes(response.body, maxOutputBytes, tooLarge),
    };
  });

const problemOf = (status: number, headers: Readonly<Record<string, string>>): ToolError | undefined => {
  const origin = { service: "s3", operation: "GetObject (signed)", status };
  if (status !== 200) {
    const code =
      status === 404 ? "not_found" : status === 403 ? "forbidden" : status >= 500 ? "unavailable" : "upstream";
    return toolError(code, `Transcribe's file could not be fetched (HTTP status ${status}).`, { origin });
  }
  if (Number(headers["content-length"] ?? 0) > maxOutputBytes) return tooLarge();
  const encoding = headers["content-encoding"] ?? "identity";
  if (encoding === "identity") return undefined;
  return toolError("upstream", `Transcribe's file came in the encoding ${encoding}, which was not asked for.`, {
    origin,
  });
};

const tooLarge = (): ToolError => toolError("too_large", `Transcribe's file is larger than ${maxOutputBytes} bytes.`);
