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
}

export const memoryTransport = (): MemoryTransport => {
  const received: Record<string, unknown>[] = [];
  const lines = createQueue<Line>(10_000);
  const keep = (text: string): void => {
    for (const line of text.split("\n")) received.push(JSON.parse(line));
  };
  return {
    received,
    transport: { lines, send: async (line) => keep(line), sendNow: keep, hasRoom: () => true, close: async () => {} },
    line: (line) => lines.put(line),
    request: (data, sessionId = "s") =>
      lines.put({ text: JSON.stringify({ event: "request", session_id: sessionId, data }) }),
    endInput: () => lines.close(),
  };
};
