import type { BackwardsCarrier } from "./backwards/carrier.ts";
import type { Line } from "./lines.ts";

/** How the protocol core and Dify exchange lines: over stdio, a TCP connection, one HTTP request, or anything else. */
export interface Transport extends Outlet {
  /** What Dify sends. Ends when Dify closes its side. */
  readonly lines: AsyncIterable<Line>;
  /** How calls ask something of Dify, where that does not go over the lines themselves. */
  readonly backwards?: BackwardsCarrier;
}

/** The sending half of a transport. */
export interface Outlet {
  /** Fires when nobody reads any more. What is sent afterwards goes nowhere. */
  readonly gone: AbortSignal;
  /**
   * Queues a line without its line feed, or the bytes of whole lines, which then belong to the outlet. Resolves when
   * there is room; rejects with a ToolFailure `aborted` when Dify is gone.
   */
  send(line: string | Uint8Array<ArrayBuffer>): Promise<void>;
  /** Queues a line whether or not there is room: for last words. */
  sendNow(line: string): void;
  /** Whether a line sent now would not have to wait. */
  hasRoom(): boolean;
  /** Resolves when everything queued was written. Nothing can be sent afterwards. */
  close(): Promise<void>;
}
