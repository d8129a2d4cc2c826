import type { Line } from "./lines.ts";

/** How the protocol core and Dify exchange lines: over stdio, or over anything else that carries lines. */
export interface Transport {
  /** What Dify sends. Ends when Dify closes its side. */
  readonly lines: AsyncIterable<Line>;
  /** Queues a line (without its line feed). Resolves when there is room for it; rejects when Dify is gone. */
  send(line: string): Promise<void>;
  /** Queues a line whether or not there is room: for last words. */
  sendNow(line: string): void;
  /** Whether a line sent now would not have to wait. */
  hasRoom(): boolean;
  /** Resolves when everything queued was written. Nothing can be sent afterwards. */
  close(): Promise<void>;
}
