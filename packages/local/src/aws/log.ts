import type { ServiceName } from "./service.ts";

const maxEntries = 1000;

/** One request that was answered or given up. Nothing in it is secret. */
export interface LoggedRequest {
  readonly service: ServiceName;
  readonly operation: string;
  /** 0 when the connection broke before an answer. */
  readonly status: number;
  readonly requestId: string;
}

/** The last 1,000 requests, oldest first. */
export interface RequestLog {
  list(): readonly LoggedRequest[];
  clear(): void;
}

export const createRequestLog = (): RequestLog & { add(entry: LoggedRequest): void } => {
  let entries: LoggedRequest[] = [];
  return {
    list: () => [...entries],
    clear: () => {
      entries = [];
    },
    add: (entry) => {
      entries.push(entry);
      if (entries.length > maxEntries) entries.shift();
    },
  };
};
