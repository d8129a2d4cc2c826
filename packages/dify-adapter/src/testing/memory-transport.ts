import type { Line } from "../runtime/lines.ts";
import type { Transport } from "../runtime/transport.ts";
import { createQueue } from "./queue.ts";

/** A transport inside of one process, for tests: what is received is kept as parsed lines. */
export interface MemoryTransport {
  readonly transport: Transport;
  readonly received: Readonly<Record<string, unknown>>[];
  request(data: object, sessionId?: string): Promise<void>;
  line(line: Line): Promise<void>;
  endInput(): void;
  /** Nobody reads any more. */
  leave(): void;
}

export const memoryTransport = (): MemoryTransport => {
  const received: Record<string, unknown>[] = [];
  const lines = createQueue<readonly Line[]>(10_000);
  const gone = new AbortController();
  const keep = (bytes: string | Uint8Array): void => {
    const text = typeof bytes === "string" ? bytes : Buffer.from(bytes).toString();
    for (const line of text.split("\n").filter((each) => each !== "")) received.push(JSON.parse(line));
  };
  return {
    received,
    transport: {
      lines,
      gone: gone.signal,
      send: async (line) => keep(line),
      sendNow: keep,
      hasRoom: () => true,
      close: async () => {},
    },
    leave: () => gone.abort(),
    line: (line) => lines.put([line]),
    request: (data, sessionId = "s") =>
      lines.put([{ text: JSON.stringify({ event: "request", session_id: sessionId, data }) }]),
    endInput: () => lines.close(),
  };
};
