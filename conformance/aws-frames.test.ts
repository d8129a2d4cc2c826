import { fileURLToPath } from "node:url";
import { extractFrame } from "@tsunagu/aws";
import { createToolkit, describeError } from "@tsunagu/core";
import { beforeAll, expect, test } from "vitest";
import { run } from "./support/process.ts";
import { pythonEnvironment, SETUP_TIMEOUT_MS } from "./support/python.ts";

const script = fileURLToPath(new URL("support/gif/pillow_frames.py", import.meta.url));
const compare = fileURLToPath(new URL("support/gif/read_pngs.py", import.meta.url));
const timeoutMs = 60_000;

interface Case {
  readonly name: string;
  readonly gif: string;
  /** Red, green, blue and alpha of each pixel, in base64. */
  readonly frames: readonly string[];
  readonly width: number;
  readonly height: number;
}

let python = "";
let cases: readonly Case[] = [];

beforeAll(async () => {
  ({ python } = await pythonEnvironment());
  cases = JSON.parse(await run(python, [script], { timeoutMs })) as Case[];
}, SETUP_TIMEOUT_MS);

/** Red, green, blue and alpha of PNG files, as Pillow reads them. */
const pixelsOf = async (pngs: readonly Buffer[]): Promise<readonly string[]> =>
  JSON.parse(
    await run(python, [compare], { input: JSON.stringify(pngs.map((png) => png.toString("base64"))), timeoutMs }),
  );

/** What a transparent pixel's color is does not count. */
const shown = (pixels: string): Buffer => {
  const bytes = Buffer.from(pixels, "base64");
  for (let at = 0; at < bytes.length; at += 4) if (bytes[at + 3] === 0) bytes.fill(0, at, at + 4);
  return bytes;
};

test("extract_frame shows each frame as Pillow does", async () => {
  expect(cases.length).toBeGreaterThan(10);
  await using toolkit = createToolkit({ tools: [extractFrame] });
  for (const { name, gif, frames, width, height } of cases) {
    const input = { input_url: `data:image/gif;base64,${gif}`, frame_count: 200 };
    const answer = await toolkit.run("extract_frame", input);
    if (answer.isErr()) throw new Error(`${name}: ${describeError(answer.error)}`);
    expect(answer.value, name).toMatchObject({ output: { total_frames: frames.length, width, height } });
    const pixels = await pixelsOf(answer.value.files.map(({ bytes }) => bytes));
    expect(pixels.length, name).toBe(frames.length);
    for (const [index, frame] of frames.entries()) {
      const same = shown(pixels[index] ?? "").equals(shown(frame));
      expect(same, `${name}, frame ${index}`).toBe(true);
    }
  }
});
