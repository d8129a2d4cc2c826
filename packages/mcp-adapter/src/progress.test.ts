import type { ServerContext } from "@modelcontextprotocol/server";
import { expect, it } from "vitest";
import { createProgressNotifier } from "./progress.ts";

const contextOf = (progressToken: string | undefined, notify: (params: unknown) => Promise<void>): ServerContext =>
  ({
    mcpReq: { _meta: { progressToken }, notify: ({ params }: { params: unknown }) => notify(params) },
  }) as unknown as ServerContext;

it("is always ahead of itself, and never beyond its total", async () => {
  const sent: unknown[] = [];
  const progress = createProgressNotifier(contextOf("token", async (params) => void sent.push(params)));
  progress.notify({ message: "a", done: 5, total: 9 });
  progress.notify({ message: "b", done: 2, total: 9 });
  progress.notify({ message: "c" });
  progress.notify({ message: "d", done: 9, total: 8 });
  await progress.sent();
  expect(sent).toEqual([
    { progressToken: "token", progress: 5, total: 9, message: "a" },
    { progressToken: "token", progress: 6, total: 9, message: "b" },
    { progressToken: "token", progress: 7, message: "c" },
    { progressToken: "token", progress: 9, total: 9, message: "d" },
  ]);
});

it("sends nothing unasked, and stops at a client that takes no more", async () => {
  let tries = 0;
  const refuse = async (): Promise<void> => {
    tries++;
    throw new Error("closed");
  };
  const unasked = createProgressNotifier(contextOf(undefined, refuse));
  unasked.notify({ message: "a" });
  expect(tries).toBe(0);
  const refused = createProgressNotifier(contextOf("token", refuse));
  refused.notify({ message: "a" });
  await refused.sent();
  refused.notify({ message: "b" });
  expect(tries).toBe(1);
});
