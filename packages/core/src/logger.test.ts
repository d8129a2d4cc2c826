import { Writable } from "node:stream";
import { expect, test, vi } from "vitest";
import { type LogLevel, redactingLogger, silentLogger } from "./logger.ts";
import { createLogger } from "./logging/pino.ts";
import { createRedactor } from "./redact/index.ts";

const secret = "kPz81/xqTFZ0+uYb4nHc7Lw2Vd9RsMeGjQa3oXiB";
const levels = ["debug", "info", "warn", "error"] as const;

test.each(levels)("a line of %s passes without its secret", (level) => {
  const redactor = createRedactor();
  redactor.register(secret);
  const sink = { ...silentLogger, [level]: vi.fn() };
  redactingLogger(sink, redactor, { tool: "t" })[level]({ at: secret }, `with ${secret}`);
  expect(sink[level]).toHaveBeenCalledExactlyOnceWith({ tool: "t", at: "[redacted]" }, "with [redacted]");
});

test("a logger that throws harms nobody", () => {
  const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  const sink = {
    ...silentLogger,
    info: () => {
      throw new Error("disk full");
    },
  };
  redactingLogger(sink, createRedactor()).info({}, "line");
  expect(warned).toHaveBeenCalledExactlyOnceWith("The logger failed: Error: disk full", "TsunaguLoggerWarning");
  warned.mockRestore();
});

test("what is not written is not looked at", () => {
  const written: string[] = [];
  const stream = new Writable({ write: (chunk, _encoding, done) => done(void written.push(String(chunk))) });
  const looked: LogLevel[] = [];
  for (const sink of [silentLogger, createLogger({ level: "warn", stream })]) {
    const logger = redactingLogger(sink, createRedactor());
    for (const level of levels) {
      const fields = {
        get seen() {
          looked.push(level);
          return 1;
        },
      };
      logger[level](fields, "line");
    }
  }
  expect(looked).toEqual(["warn", "error"]);
  expect(written).toHaveLength(2);
});
