import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** A browser on this machine, driven over the DevTools protocol. */
export interface Chromium {
  readonly port: number;
  /** Path of the browser's own WebSocket. */
  readonly path: string;
  /** Ends it and removes its profile. */
  close(): Promise<void>;
}

const NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];
const START_TIMEOUT_MS = 15_000;
const POLL_MS = 20;
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--remote-debugging-address=127.0.0.1",
  "--remote-debugging-port=0",
];

/** Starts Debian's chromium, or what the variable CHROMIUM names. Throws when there is none. */
export async function startChromium(): Promise<Chromium> {
  const program = await findChromium();
  const profile = await mkdtemp(join(tmpdir(), "tsunagu-chromium-"));
  const browser = spawn(program, [...FLAGS, `--user-data-dir=${profile}`, "about:blank"], {
    detached: true,
    stdio: "ignore",
  });
  const close = async (): Promise<void> => {
    await end(browser);
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  };
  try {
    const [port = "", path = ""] = (await readyFile(join(profile, "DevToolsActivePort"), browser)).split("\n");
    return { port: Number(port), path, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function findChromium(): Promise<string> {
  const named = process.env["CHROMIUM"];
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const candidates = named ? [named] : folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  for (const candidate of candidates) {
    const found = await access(candidate).then(
      () => true,
      () => false,
    );
    if (found) return candidate;
  }
  throw new Error(`none of ${named ?? NAMES.join(", ")} is installed: apt-get install chromium-headless-shell`);
}

async function readyFile(path: string, browser: ChildProcess): Promise<string> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline && browser.exitCode === null) {
    const content = await readFile(path, "utf8").catch(() => "");
    if (content.includes("\n")) return content.trim();
    await wait(POLL_MS);
  }
  throw new Error(`the browser was not ready within ${START_TIMEOUT_MS} ms`);
}

async function end(browser: ChildProcess): Promise<void> {
  if (browser.exitCode !== null || browser.signalCode !== null) return;
  const exited = once(browser, "exit");
  // The browser leads a process group of its own; its helpers go with it.
  if (browser.pid !== undefined) process.kill(-browser.pid, "SIGKILL");
  await exited;
}
