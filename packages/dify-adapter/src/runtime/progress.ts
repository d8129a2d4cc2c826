import { randomUUID } from "node:crypto";
import { type JsonObject, type Progress, type ToolError, toolError, toToolError } from "@tsunagu/core";
import type { Session } from "./session.ts";

/** A call's progress as one log entry of Dify's that is updated in place. */
export interface ProgressLog {
  report(progress: Progress): void;
  /** Closes the entry once what was reported before is sent. */
  finish(error?: ToolError): Promise<void>;
}

/** Progress that comes faster than Dify takes it is dropped, except the latest. `startedAt` is in milliseconds. */
export const startProgress = (session: Session, title: string, startedAt: number): ProgressLog => {
  const id = randomUUID();
  let latest: Progress | undefined;
  let sending: Promise<void> | undefined;
  let failure: ToolError | undefined;

  const send = (
    label: string,
    status: "start" | "success" | "error",
    data: JsonObject,
    error: string | null,
  ): Promise<void> => {
    const elapsed = (Date.now() - startedAt) / 1000;
    const metadata = { started_at: startedAt / 1000, elapsed_time: elapsed };
    return session.stream({
      type: "log",
      message: { id, label, parent_id: null, error, status, data, metadata },
      meta: null,
    });
  };
  const sendLatest = async (): Promise<void> => {
    while (latest !== undefined && failure === undefined) {
      const { message, done, total } = latest;
      latest = undefined;
      await send(
        message,
        "start",
        { ...(done === undefined ? {} : { done }), ...(total === undefined ? {} : { total }) },
        null,
      );
    }
  };

  return {
    report: (progress) => {
      const isIdle = latest === undefined;
      latest = progress;
      if (!isIdle) return;
      sending = (sending ?? Promise.resolve()).then(sendLatest).catch((cause: unknown) => {
        failure = toToolError(cause, () => toolError("aborted", "Dify takes no more progress."));
      });
    },
    finish: async (error) => {
      await sending;
      if (failure === undefined)
        await send(title, error === undefined ? "success" : "error", {}, error?.message ?? null);
    },
  };
};
