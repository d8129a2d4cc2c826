import { type Logger, silentLogger } from "@tsunagu/core";
import { logLine } from "../messages.ts";
import type { Outlet } from "../transport.ts";

/**
 * A logger whose lines appear in the daemon's own log: warnings and errors, since the daemon knows of every call already.
 * Lines are dropped while Dify reads slower than calls answer.
 */
export const eventLogger = (transport: Pick<Outlet, "hasRoom" | "sendNow">): Logger => {
  const write =
    (level: "WARNING" | "ERROR") =>
    (fields: object, message: string): void => {
      if (transport.hasRoom()) transport.sendNow(logLine(level, `${message} ${JSON.stringify(fields)}`));
    };
  return { ...silentLogger, warn: write("WARNING"), error: write("ERROR") };
};
