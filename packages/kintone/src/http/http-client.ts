import { limitBytes, readAll, ToolFailure, toolError } from "@tsunagu/core";
import { RequestFailure } from "./failure.ts";
import { queryString } from "./query-string.ts";
import type { KintoneAnswer, KintoneRequest, Transport } from "./transport.ts";

/** What the official client's resource classes send through. Ours in place of theirs, so that axios sends nothing. */
export interface HttpClient {
  get<T extends object>(path: string, parameters: object): Promise<T>;
  getData(path: string, parameters: object): Promise<ArrayBuffer>;
  post<T extends object>(path: string, parameters: object): Promise<T>;
  postData<T extends object>(path: string, form: object): Promise<T>;
  put<T extends object>(path: string, parameters: object): Promise<T>;
  delete<T extends object>(path: string, parameters: object): Promise<T>;
}

/** What all requests of one call have in common. */
export type CallOptions = Pick<KintoneRequest, "operation" | "signal" | "timeoutMs" | "repeatable" | "onWarning">;

/** Bytes of one JSON answer. 500 records of the largest kind fit. */
export const maxJsonBytes = 64 * 1024 ** 2;

/** Makes an HTTP client for the official resource classes over a transport. Files go by `transfer/`, where they stream. */
export const createHttpClient = (transport: Transport, call: CallOptions): HttpClient => {
  const sendJson = <T>(
    method: KintoneRequest["method"],
    path: string,
    parameters: object,
    override?: string,
  ): Promise<T> => {
    const body = JSON.stringify(parameters);
    const headers = {
      "content-type": "application/json",
      ...(override === undefined ? {} : { "x-http-method-override": override }),
    };
    return transport.send({ ...call, method, path, headers, body: () => body }, (answer) => readJson<T>(answer, call));
  };

  return {
    get: (path, parameters) => {
      const target = `${path}?${queryString(parameters)}`;
      if (target.length > longestAddress || hasLongList(parameters)) return sendJson("POST", path, parameters, "GET");
      return transport.send({ ...call, method: "GET", path: target }, (answer) => readJson(answer, call));
    },
    post: (path, parameters) => sendJson("POST", path, parameters),
    put: (path, parameters) => sendJson("PUT", path, parameters),
    delete: (path, parameters) =>
      transport.send({ ...call, method: "DELETE", path: `${path}?${queryString(parameters)}` }, (answer) =>
        readJson(answer, call),
      ),
    getData: () => Promise.reject(filesStream()),
    postData: () => Promise.reject(filesStream()),
  };
};

const longestAddress = 4096;

/** kintone reads at most 100 items of a list in an address. */
const hasLongList = (parameters: object): boolean =>
  Object.values(parameters).some((value) => Array.isArray(value) && value.length > 100);

/** Reads a JSON answer. Rejects with `too_large` or, when it is not JSON, `upstream`. */
export const readJson = async <T>({ body }: KintoneAnswer, call: CallOptions): Promise<T> => {
  const tooLarge = () =>
    toolError("too_large", `kintone's answer is larger than ${maxJsonBytes} bytes.`, {
      hint: "Ask for fewer records at once, or name only the fields that are needed.",
    });
  const text = (await readAll(limitBytes(body, maxJsonBytes, tooLarge))).toString("utf8");
  try {
    return JSON.parse(text) as T;
  } catch {
    const origin = { service: "kintone", operation: call.operation };
    throw new RequestFailure(toolError("upstream", "kintone's answer is not JSON.", { origin }), "never");
  }
};

const filesStream = (): ToolFailure =>
  new ToolFailure(toolError("internal", "Files are moved by the streaming transfer functions."));
