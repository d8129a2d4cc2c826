import type { BackwardsCarrier } from "./backwards/carrier.ts";
import type { Line } from "./lines.ts";

/** How the protocol core and Dify exchange lines: over stdio, a TCP connection, one HTTP request, or anything else. */
export interface Transport extends Outlet {
  /** What Dify sends, as many lines at a time as come together. Ends when Dify closes its side. */
  readonly lines: AsyncIterable<readonly Line[]>;
  /** Sees each line before it is read as a request. Where it answers false, the line is none. */
  accept?(line: Line): boolean;
  /** How calls ask something of Dify, where that does not go over the lines themselves. */
  readonly backwards?: BackwardsCarrier;
}

/** The sending half of a transport. */
export interface Outlet {
  /** Fires when nobody reads any more. What is sent afterwards goes nowhere. */
  readonly gone: AbortSignal;
  /**
   * Queues lines without the last line feed, or the bytes of whole lines, which then belong to the outlet. Where there is
   * no room it answers with a promise, which resolves when there is; rejects with a ToolFailure `aborted` when Dify is gone.
   */
  send(lines: string | Uint8Array<ArrayBuffer>): Promise<void> | undefined;
  /** Queues a line whether or not there is room: for last words. */
  sendNow(line: string): void;
  /** Whether a line sent now would not have to wait. */
  hasRoom(): boolean;
  /** Resolves when everything queued was written. Nothing can be sent afterwards. */
  close(): Promise<void>;
}
