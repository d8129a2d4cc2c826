import { createInterface } from "node:readline/promises";
import type { ApprovalRequest, Policy } from "@tsunagu/core";
import { printable } from "./output/print.ts";

/** Approves what `--yes` covers, and otherwise asks the person at the terminal, where one is. */
export const approver = (yes: boolean): NonNullable<Policy["approve"]> => {
  if (yes) return () => true;
  return (request, signal) => {
    if (!process.stdin.isTTY || !process.stderr.isTTY)
      throw new Error("nobody is at a terminal to ask; --yes approves it");
    return ask(request, signal);
  };
};

const ask = async (request: ApprovalRequest, signal: AbortSignal): Promise<boolean> => {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  terminal.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    const reply = await terminal.question(printable(`${request.title}. ${request.plan}\nGo on? [y/N] `), { signal });
    return /^\s*y(es)?\s*$/i.test(reply);
  } finally {
    terminal.close();
  }
};
