import type { ServerContext } from "@modelcontextprotocol/server";
import type { Progress } from "@tsunagu/core";

/** Sends a call's progress to its client. */
export interface ProgressNotifier {
  notify(progress: Progress): void;
  /** Settles when all that was sent is on its way, so that the result comes after it. */
  sent(): Promise<void>;
}

/**
 * Sends progress if the client asked for it. Each notification is ahead of the one before, as the protocol demands; a
 * report that is not counts one up. After one that could not be sent, no more are tried.
 *
 * @see Model Context Protocol specification 2026-07-28, Progress
 */
export const createProgressNotifier = ({ mcpReq: request }: ServerContext): ProgressNotifier => {
  const progressToken = request._meta?.progressToken;
  let last = 0;
  let open = progressToken !== undefined;
  let sending = Promise.resolve();
  const refused = (cause: unknown): void => {
    if (open) process.emitWarning(`The client takes no more progress: ${String(cause)}`, "TsunaguWarning");
    open = false;
  };
  return {
    notify: ({ message, done, total }) => {
      if (!open || progressToken === undefined) return;
      last = done !== undefined && done > last ? done : last + 1;
      const bound = total === undefined ? {} : { total: Math.max(total, last) };
      const params = { progressToken, progress: last, message, ...bound };
      const sent = request.notify({ method: "notifications/progress", params }).catch(refused);
      sending = sending.then(() => sent);
    },
    sent: () => sending,
  };
};
