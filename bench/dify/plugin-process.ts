import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";

/** How a plugin is started. */
export interface PluginCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Put in front of the search path. */
  readonly path: string;
}

/** A plugin's process, spoken to with as little work on this side as can be: what is measured is the plugin. */
export interface PluginProcess extends AsyncDisposable {
  /** Milliseconds from the start of the process to its first heartbeat. */
  readonly startMs: number;
  /** Calls a tool a number of times with so many calls open at once. */
  run(request: { readonly tool: string; readonly parameters: object }, count: number, atOnce: number): Promise<void>;
  /** Bytes of memory in use. */
  residentBytes(): Promise<number>;
}

const lineFeed = 10;
const endMark = Buffer.from('"type":"end"');
const endMarkSpaced = Buffer.from('"type": "end"');
const failureMark = Buffer.from('"error_type"');

export const startPlugin = async ({ command, args, cwd, path }: PluginCommand): Promise<PluginProcess> => {
  const started = performance.now();
  const child = spawn(command, args, {
    cwd,
    env: { PATH: `${path}:${process.env["PATH"]}`, HOME: cwd, INSTALL_METHOD: "local", MAX_WORKER: "1000" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  let onLine: (line: Buffer) => void = () => {};
  let rest: readonly Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      const piece = chunk.subarray(start, end);
      onLine(rest.length === 0 ? piece : Buffer.concat([...rest, piece]));
      rest = [];
      start = end + 1;
    }
    if (start < chunk.byteLength) rest = [...rest, chunk.subarray(start)];
  });
  await new Promise<void>((resolve, reject) => {
    void exited.then(([code]) => reject(new Error(`The plugin ended with code ${code} before its first heartbeat.`)));
    onLine = (line) => {
      if (line.includes("heartbeat")) resolve();
    };
  });
  const startMs = performance.now() - started;

  const run: PluginProcess["run"] = ({ tool, parameters }, count, atOnce) =>
    new Promise((resolve, reject) => {
      const data = { type: "tool", action: "invoke_tool", user_id: "u", provider: "bench", tool, credentials: {} };
      const [before = "", after = ""] = JSON.stringify({
        session_id: "@",
        event: "request",
        data: { ...data, tool_parameters: parameters },
      }).split("@");
      let sent = 0;
      let ended = 0;
      const send = (): void => {
        child.stdin.write(`${before}${sent++}${after}\n`);
      };
      onLine = (line) => {
        if (line.includes(failureMark)) reject(new Error(line.toString().slice(0, 500)));
        if (line.byteLength > 300 || !(line.includes(endMark) || line.includes(endMarkSpaced))) return;
        ended += 1;
        if (sent < count) send();
        else if (ended === count) resolve();
      };
      for (let index = 0; index < Math.min(atOnce, count); index++) send();
    });

  return {
    startMs,
    run,
    residentBytes: async () => {
      const status = await readFile(`/proc/${child.pid}/status`, "utf8");
      return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
    },
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
};
