import type { Logger } from "@tsunagu/core";
import { logLine } from "../messages.ts";
import type { Outlet } from "../transport.ts";

/** A logger whose lines appear in the daemon's own log. Lines are dropped while Dify reads slower than calls answer. */
export const eventLogger = (transport: Pick<Outlet, "hasRoom" | "sendNow">): Logger => {
  const write =
    (level: "INFO" | "WARNING" | "ERROR") =>
    (fields: object, message: string): void => {
      if (transport.hasRoom()) transport.sendNow(logLine(level, `${message} ${JSON.stringify(fields)}`));
    };
  return { debug: () => {}, info: write("INFO"), warn: write("WARNING"), error: write("ERROR") };
};
