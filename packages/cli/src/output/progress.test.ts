import { describe, expect, it } from "vitest";
import { progressLine } from "./progress.ts";

const show = (isTTY: boolean, environment: Record<string, string>): string => {
  let written = "";
  const write = (text: string | Uint8Array): boolean => {
    written += text.toString();
    return true;
  };
  const line = progressLine({ write, isTTY, columns: 20 }, environment);
  line.show({ message: "Reading \u001b[31mred", done: 1, total: 2 });
  line.show({ message: "A message that is longer than the line" });
  line.clear();
  return written;
};

describe("progressLine", () => {
  it("writes one line over, without a service's control characters", () => {
    expect(show(true, {})).toBe("\r\u001b[2KReading �[31mred (1\r\u001b[2KA message that is l\r\u001b[2K");
  });

  it("writes plain lines where colour and movement are not wanted", () => {
    const plain = "Reading �[31mred (1 of 2)\nA message that is longer than the line\n";
    expect(show(true, { NO_COLOR: "1" })).toBe(plain);
    expect(show(true, { TERM: "dumb" })).toBe(plain);
  });

  it("writes nothing where there is no terminal", () => {
    expect(show(false, {})).toBe("");
  });
});
