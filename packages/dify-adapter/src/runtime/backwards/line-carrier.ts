import { ToolFailure, toolError } from "@tsunagu/core";
import type { Outlet } from "../transport.ts";
import type { BackwardsCarrier, BackwardsEvent } from "./carrier.ts";
import { readBackwardsEvent } from "./read-event.ts";

/** A carrier over the lines of a call's own transport, which has to hand the answers in. */
export interface LineCarrier {
  readonly carrier: BackwardsCarrier;
  /** Takes the `data` of a `backwards_response` line. An answer that nobody waits for any more is dropped. */
  take(data: unknown, size: number): void;
  /** No more answers come: whoever waits is told. */
  end(): void;
}

/** Requests without an answer yet, at most, on one transport. */
const maxOpen = 10_000;

export const createLineCarrier = (outlet: Outlet): LineCarrier => {
  const open = new Map<string, (event: BackwardsEvent) => void>();
  const ended = new AbortController();

  async function* carrier({
    requestId,
    line,
    signal,
  }: Parameters<BackwardsCarrier>[0]): AsyncGenerator<BackwardsEvent> {
    if (open.size >= maxOpen)
      throw new ToolFailure(toolError("rate_limited", `${maxOpen} requests to Dify wait for an answer already.`));
    const arrived: BackwardsEvent[] = [];
    let wake = (): void => {};
    open.set(requestId, (event) => {
      arrived.push(event);
      wake();
    });
    const onStop = (): void => wake();
    const stops = [signal, outlet.gone, ended.signal];
    for (const stop of stops) stop.addEventListener("abort", onStop, { once: true });
    try {
      for (const stop of stops) stop.throwIfAborted();
      await outlet.send(line);
      for (;;) {
        for (let event = arrived.shift(); event !== undefined; event = arrived.shift()) {
          yield event;
          if (event.event === "end") return;
        }
        for (const stop of stops) stop.throwIfAborted();
        await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      open.delete(requestId);
      for (const stop of stops) stop.removeEventListener("abort", onStop);
    }
  }

  return {
    carrier,
    take: (data, size) => {
      const answer = readBackwardsEvent(data, size);
      if (answer !== undefined) open.get(answer.requestId)?.(answer.event);
    },
    end: () => ended.abort(new ToolFailure(toolError("aborted", "Dify has closed its side before it answered."))),
  };
};
