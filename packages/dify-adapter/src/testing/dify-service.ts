import { isObject, type JsonObject } from "@tsunagu/core";
import type { UploadServer } from "./upload-server.ts";

/** One piece of an answer to a backwards call. */
export interface ServiceEvent {
  readonly event: "response" | "error" | "end";
  readonly message: string;
  readonly data: unknown;
}

/** What stands behind backwards calls. What is left out is refused, as without a permission. */
export interface DifyServiceOptions {
  /** Bytes that storage may hold. */
  readonly storageBytes?: number;
  /** Messages of a tool that a plugin calls. */
  readonly tool?: (request: Readonly<Record<string, unknown>>) => readonly JsonObject[];
  readonly uploads?: UploadServer;
}

/** Dify's side of backwards calls, for tests. */
export interface DifyService {
  /** Answers a request of a kind; every answer ends with `end`. */
  answer(kind: string, request: Readonly<Record<string, unknown>>): readonly ServiceEvent[];
  readonly storage: Map<string, string>;
}

export const createDifyService = (options: DifyServiceOptions = {}): DifyService => {
  const storage = new Map<string, string>();
  const handlers: Readonly<Record<string, (request: Readonly<Record<string, unknown>>) => readonly JsonObject[]>> = {
    ...(options.storageBytes === undefined
      ? {}
      : { storage: (request) => [answerStorage(storage, options.storageBytes ?? 0, request)] }),
    ...(options.tool === undefined ? {} : { tool: options.tool }),
    ...(options.uploads === undefined
      ? {}
      : {
          upload_file: ({ filename, mimetype }) => [
            { url: options.uploads?.sign(String(filename), String(mimetype)) ?? null },
          ],
        }),
  };
  const answer: DifyService["answer"] = (kind, request) => {
    const handler = handlers[kind];
    try {
      if (handler === undefined)
        throw new Error(`permission denied, you need to enable ${kind} access in plugin manifest`);
      const responses = handler(request).map((data): ServiceEvent => ({ event: "response", message: "struct", data }));
      return [...responses, { event: "end", message: "", data: null }];
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      return [
        { event: "error", message, data: null },
        { event: "end", message: "", data: null },
      ];
    }
  };
  return { answer, storage };
};

const answerStorage = (
  storage: Map<string, string>,
  maxBytes: number,
  { opt, key, value }: Readonly<Record<string, unknown>>,
): JsonObject => {
  if (typeof key !== "string") throw new Error("key is required");
  const kept = storage.get(key);
  switch (opt) {
    case "get":
      if (kept === undefined) throw new Error("load data failed: no such file");
      return { data: kept };
    case "set":
      if (String(value).length / 2 > maxBytes) throw new Error("allocated size is greater than max storage size");
      storage.set(key, String(value));
      return { data: "ok" };
    case "del":
      return { data: "ok", deleted_num: storage.delete(key) ? 1 : 0 };
    case "exist":
      return { data: kept !== undefined, exist_num: kept === undefined ? 0 : 1 };
    default:
      throw new Error(`unknown opt ${String(opt)}`);
  }
};

/** The request inside of a session's `invoke` message, or what is wrong with it: Dify then fails the whole session. */
export const readInvoke = (
  data: unknown,
): { readonly kind: string; readonly id: string; readonly request: Readonly<Record<string, unknown>> } | string => {
  if (!isObject(data)) return "an invoke message is no object";
  const { type: kind, backwards_request_id: id, request } = data;
  if (typeof kind !== "string" || typeof id !== "string" || !isObject(request))
    return "an invoke message lacks type, backwards_request_id or request";
  return { kind, id, request };
};
