import type { ServerContext } from "@modelcontextprotocol/server";
import type { Progress } from "@tsunagu/core";

/**
 * Sends a call's progress to the client, if the client asked for it. Each notification is ahead of the one before, as the
 * protocol demands; a report that is not counts one up. After one that could not be sent, no more are tried.
 *
 * @see Model Context Protocol specification 2026-07-28, Progress
 */
export const progressNotifier = ({ mcpReq: request }: ServerContext): ((progress: Progress) => void) => {
  const progressToken = request._meta?.progressToken;
  let last = 0;
  let open = progressToken !== undefined;
  return ({ message, done, total }) => {
    if (!open || progressToken === undefined) return;
    last = done !== undefined && done > last ? done : last + 1;
    const bound = total === undefined ? {} : { total: Math.max(total, last) };
    const notification = {
      method: "notifications/progress",
      params: { progressToken, progress: last, message, ...bound },
    };
    request.notify(notification).catch((cause: unknown) => {
      if (open) process.emitWarning(`The client takes no more progress: ${String(cause)}`, "TsunaguWarning");
      open = false;
    });
  };
};
