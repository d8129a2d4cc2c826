import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { heartbeatLine } from "../runtime/messages.ts";
import { type Daemon, startDaemon } from "./daemon.ts";

/** A plugin whose answer to a request is the given code; `say(type, data)` writes a message of the request's session. */
const start = (
  answer: string,
  options: { readonly callMs?: number; readonly idleMs?: number; readonly firstHeartbeatMs?: number } = {},
): Promise<Daemon> =>
  startDaemon({
    command: process.execPath,
    args: [
      "-e",
      `process.stdout.write('${heartbeatLine}\\n');
       require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
         const { session_id } = JSON.parse(line);
         const line_ = (value) => process.stdout.write(JSON.stringify(value) + "\\n");
         const say = (type, data) => line_({ event: "session", session_id, data: { type, data } });
         ${answer}
       });`,
    ],
    cwd: tmpdir(),
    callMs: 300,
    ...options,
  });

const chunk = (more: object): string =>
  `say("stream", { type: "blob_chunk", meta: { mime_type: "a/b" }, message: ${JSON.stringify({ id: "f", sequence: 0, total_length: 4, blob: "AAAA", end: false, ...more })} });`;

test("a call is collected up to its end", async () => {
  await using daemon = await start(`
    say("stream", { type: "text", message: { text: "a" }, meta: null });
    say("stream", { type: "json", message: { json_object: { b: 1 } }, meta: null });
    say("stream", { type: "variable", message: { variable_name: "c", variable_value: [2], stream: false }, meta: null });
    say("end", {});`);
  const outcome = await daemon.invoke({ tool: "t" });
  expect(outcome).toMatchObject({ text: "a", json: [{ b: 1 }], variables: { c: [2] }, files: [] });
  expect(outcome).not.toHaveProperty("error");
  expect(daemon.problems).toEqual([]);
});

test.each([
  ["no end", `say("stream", { type: "text", message: { text: "a" }, meta: null });`],
  ["an error that is no object", `say("error", "boom"); say("other", {});`],
  ["the death of the process", "process.exit(3);"],
])("%s leaves the caller waiting", async (_name, answer) => {
  await using daemon = await start(answer);
  await expect(daemon.invoke({ tool: "t" })).rejects.toThrow("no end within 300 ms");
});

test.each([
  ["an unknown type", `say("stream", { type: "video", message: {}, meta: null });`, "no message type"],
  [
    "a reserved variable",
    `say("stream", { type: "variable", message: { variable_name: "text", variable_value: 1 } });`,
    "named text",
  ],
  [
    "a variable without a value",
    `say("stream", { type: "variable", message: { variable_name: "a", variable_value: null } });`,
    "no value",
  ],
  [
    "a log of another status",
    `say("stream", { type: "log", message: { id: "1", label: "l", status: "done", data: {} } });`,
    "status",
  ],
  ["a chunk out of order", chunk({ sequence: 3 }), "where 0 was due"],
  [
    "a chunk that is too large",
    chunk({ total_length: 9000, blob: Buffer.alloc(8193).toString("base64") }),
    "exceeds limit of 8192",
  ],
  ["a file that is too large", chunk({ total_length: 31_457_281 }), "exceeds limit of 31457280"],
  ["more bytes than announced", chunk({ total_length: 2 }), "3 bytes were sent of 2"],
  ["fewer bytes than announced", chunk({}) + chunk({ sequence: 1, blob: "", end: true }), "only 3 of 4"],
  ["data in the last chunk", chunk({ end: true }), "last chunk holds data"],
])("%s ends the call with an error", async (_name, answer, problem) => {
  await using daemon = await start(answer, { callMs: 5000 });
  const { error } = await daemon.invoke({ tool: "t" });
  expect(error).toMatchObject({ error_type: "unmarshal_error", message: expect.stringContaining(problem) });
  expect(daemon.problems).toHaveLength(1);
});

test("a line of 5,242,879 bytes passes, and one more kills the process", async () => {
  const line = (bytes: number): string => `
    const empty = JSON.stringify({ event: "session", session_id, data: { type: "stream", data: { type: "text", message: { text: "" } } } });
    say("stream", { type: "text", message: { text: "x".repeat(${bytes} - empty.length) } }); say("end", {});`;
  await using passes = await start(line(5_242_879), { callMs: 5000 });
  expect((await passes.invoke({ tool: "t" })).text.length).toBeGreaterThan(5_242_000);
  await using killed = await start(line(5_242_880));
  await expect(killed.invoke({ tool: "t" })).rejects.toThrow("no end");
  expect(await killed.exited).toMatchObject({ signal: "SIGKILL" });
  expect(killed.problems).toEqual(["token too long: 5242880 bytes"]);
});

test("lines that are no message are noted", async () => {
  await using daemon = await start(
    `console.log("hello"); line_({ event: "log", data: { level: "INFO" } }); say("end", {});`,
  );
  await daemon.invoke({ tool: "t" });
  expect(daemon.problems).toEqual(["not a message: hello"]);
  expect(daemon.logs).toEqual([{ level: "INFO" }]);
});

test("a plugin without a heartbeat does not start, and one that falls silent is killed", async () => {
  const mute = { command: process.execPath, args: ["-e", "setTimeout(() => {}, 60_000)"], cwd: tmpdir() };
  await expect(startDaemon({ ...mute, firstHeartbeatMs: 200 })).rejects.toThrow("no heartbeat in time");
  await expect(startDaemon({ ...mute, args: ["-e", "throw new Error('broken')"] })).rejects.toThrow("broken");
  await using silent = await start("", { idleMs: 200 });
  expect(await silent.exited).toMatchObject({ signal: "SIGKILL" });
});
