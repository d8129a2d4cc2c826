import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { bodyOf, createToolkit, type ToolError } from "@tsunagu/core";
import { checkToolContract } from "@tsunagu/core/testing";
import { decode } from "fast-png";
import type { Result } from "neverthrow";
import { describe, expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { extractFrame } from "./frame.ts";

const toolkit = createToolkit({ tools: [extractFrame] });

interface TestFrame {
  readonly at?: readonly [left: number, top: number];
  readonly size?: readonly [width: number, height: number];
  /** Numbers of colors: 0 black, 1 red, 2 green, 3 transparent. */
  readonly pixels: readonly number[];
  readonly disposal?: number;
  /** Hundredths of a second. */
  readonly delay?: number;
  readonly interlaced?: boolean;
  /** In place of those that the pixels give. */
  readonly codes?: readonly number[];
}

const clearCode = 4;
const endCode = 5;

/** A GIF of four colors whose codes are reset before each pixel, so that each takes three bits. */
const gifOf = (width: number, height: number, frames: readonly TestFrame[], extra = Buffer.alloc(0)): Buffer =>
  Buffer.concat([
    header(width, height),
    extra,
    ...frames.flatMap(
      ({ at = [0, 0], size = [width, height], pixels, disposal = 1, delay = 10, interlaced, codes }) => [
        Buffer.from([0x21, 0xf9, 4, (disposal << 2) | 1, ...word(delay), 3, 0]),
        Buffer.from([0x2c, ...word(at[0]), ...word(at[1]), ...word(size[0]), ...word(size[1]), interlaced ? 0x40 : 0]),
        Buffer.from([2]),
        subBlocks(packed(codes ?? [...pixels.flatMap((pixel) => [clearCode, pixel]), endCode])),
      ],
    ),
    Buffer.from([0x3b]),
  ]);

const header = (width: number, height: number): Buffer =>
  Buffer.concat([
    Buffer.from("GIF89a"),
    Buffer.from([...word(width), ...word(height), 0x81, 0, 0]),
    Buffer.from([0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255]),
  ]);

const word = (value: number): readonly [number, number] => [value & 255, value >> 8];

const packed = (codes: readonly number[]): Buffer => {
  const bits = codes.map((code) => code.toString(2).padStart(3, "0").split("").reverse().join("")).join("");
  const bytes = bits.match(/.{1,8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt([...byte].reverse().join(""), 2)));
};

const subBlocks = (data: Buffer): Buffer => {
  const blocks: Buffer[] = [];
  for (let offset = 0; offset < data.length; offset += 255) {
    const block = data.subarray(offset, offset + 255);
    blocks.push(Buffer.from([block.length]), block);
  }
  return Buffer.concat([...blocks, Buffer.from([0])]);
};

const extract = (gif: Buffer, input: object = {}) =>
  toolkit.run("extract_frame", { input_url: `data:image/gif;base64,${gif.toString("base64")}`, ...input });

/** The colors of each image that was handed out: `.` transparent, `k` black, `r` red, `g` green. */
const colorsOf = async (gif: Buffer, input: object = {}): Promise<readonly string[]> =>
  succeeded(await extract(gif, input)).files.map(({ bytes }) => {
    const { data, channels } = decode(bytes);
    expect(channels).toBe(4);
    return Array.from({ length: data.length / 4 }, (_, pixel) => {
      const [red, green, , alpha] = data.subarray(pixel * 4, pixel * 4 + 4);
      return alpha === 0 ? "." : red === 255 ? "r" : green === 255 ? "g" : "k";
    }).join("");
  });

const codeOf = (result: Result<unknown, ToolError>): string => (result.isErr() ? result.error.code : "completed");
const solid = (color: number, frame: Partial<TestFrame> = {}): TestFrame => ({ pixels: [color, color], ...frame });

test("keeps the contract of tools", async () => {
  const examples = [
    { input_url: "https://example.com/a.gif" },
    { input_url: "test:0", frame_count: 7, input_type: "GIF" },
  ];
  expect(await checkToolContract(extractFrame, { examples })).toEqual([]);
});

test("seed defect: images have names, numbers and times", async () => {
  const gif = gifOf(2, 1, [solid(0), solid(1, { delay: 20 }), solid(2, { delay: 0 }), solid(0, { delay: 5 })]);
  const answer = succeeded(await extract(gif));
  expect(answer).toMatchObject({
    output: {
      images: [
        { name: "frame_000.png", media_type: "image/png" },
        { name: "frame_001.png" },
        { name: "frame_002.png" },
      ],
      frames: [
        { name: "frame_000.png", index: 0, timestamp_ms: 0 },
        { name: "frame_001.png", index: 2, timestamp_ms: 300 },
        { name: "frame_002.png", index: 3, timestamp_ms: 400 },
      ],
      total_frames: 4,
      duration_ms: 450,
      width: 2,
      height: 1,
    },
    files: [{ name: "frame_000.png" }, {}, {}],
  });
});

test.each([
  [1, ["rr"]],
  [2, ["kk", "rr"]],
  [4, ["kk", "gg", "gg", "rr"]],
  [9, ["kk", "gg", "kk", "gg", "rr"]],
])("takes %i evenly spaced, the last one always", async (frame_count, expected) => {
  const gif = gifOf(2, 1, [solid(0), solid(2), solid(0), solid(2), solid(1)]);
  expect(await colorsOf(gif, { frame_count })).toEqual(expected);
});

describe("draws frames as a viewer does", () => {
  const small: TestFrame = { at: [1, 0], size: [1, 1], pixels: [1] };
  const rest: TestFrame = { at: [0, 0], size: [1, 1], pixels: [3] };
  test.each<[string, readonly TestFrame[], readonly string[]]>([
    ["over those before", [solid(2), small, rest], ["gg", "gr", "gr"]],
    ["over a cleared area", [solid(2), { ...small, disposal: 2 }, rest], ["gg", "gr", "g."]],
    ["over what was there before", [solid(2), { ...small, disposal: 3 }, rest], ["gg", "gr", "gg"]],
    ["only inside of the image", [solid(2), { at: [1, 0], size: [2, 2], pixels: [1, 2, 2, 2] }], ["gg", "gr"]],
  ])("%s", async (_name, frames, expected) => {
    expect(await colorsOf(gifOf(2, 1, frames), { frame_count: 9 })).toEqual(expected);
  });

  test("interlaced rows in their order", async () => {
    const frame = { pixels: [0, 1, 2, 1, 2], interlaced: true };
    expect(await colorsOf(gifOf(1, 5, [frame]))).toEqual(["krggr"]);
  });
});

test("comments, texts and a missing end do no harm", async () => {
  const comment = Buffer.concat([Buffer.from([0x21, 0xfe]), subBlocks(Buffer.alloc(600))]);
  const unknown = Buffer.concat([Buffer.from([0x21, 0xab]), subBlocks(Buffer.alloc(10, 0x3b))]);
  const gif = gifOf(2, 1, [solid(1)], Buffer.concat([comment, unknown]));
  expect(await colorsOf(gif)).toEqual(["rr"]);
  expect(await colorsOf(gif.subarray(0, -1))).toEqual(["rr"]);
});

describe("seed defect: a decompression bomb is refused before anything is unpacked", () => {
  const many = Array.from({ length: 50 }, () => ({ size: [2048, 2048] as const, pixels: [1] }));
  test.each([
    ["an image of 65535 by 65535 pixels", gifOf(65_535, 65_535, [{ pixels: [1] }])],
    ["a frame larger than its image", gifOf(1, 1, [{ size: [65_535, 65_535], pixels: [1] }])],
    ["many large frames", gifOf(2048, 2048, many)],
    [
      "many frames",
      gifOf(
        1,
        1,
        Array.from({ length: 10_001 }, () => ({ pixels: [1] })),
      ),
    ],
  ])("%s", async (_name, gif) => {
    const before = process.memoryUsage().arrayBuffers;
    expect(codeOf(await extract(gif))).toBe("too_large");
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 ** 2);
  });
});

describe("refuses what is no sound GIF", () => {
  const good = gifOf(2, 1, [solid(1)]);
  const badCodeSize = Buffer.from(good);
  badCodeSize[25 + 8 + 10] = 12;
  test.each([
    ["another format", Buffer.from("\x89PNG\r\n\x1a\n 0123456789")],
    ["a header alone", good.subarray(0, 25)],
    ["half a frame", good.subarray(0, -4)],
    ["a code size that does not exist", badCodeSize],
    ["codes that refer to themselves", gifOf(9, 9, [solid(1, { codes: [clearCode, 6, 6, 6, 6, 6] })])],
    ["no area", gifOf(0, 1, [solid(1)])],
    ["an unknown block", Buffer.concat([good.subarray(0, 25), Buffer.from("junk")])],
  ])("%s", async (_name, gif) => {
    expect(codeOf(await extract(gif))).toBe("invalid_input");
  });
});

test("seed defect: nothing is fetched from this machine's network, and a failed download ends the call", async () => {
  let requests = 0;
  const server = createServer((_request, response) => {
    requests++;
    response.writeHead(404).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const input_url = `http://127.0.0.1:${port}/a.gif`;
  expect(codeOf(await toolkit.run("extract_frame", { input_url }))).toBe("forbidden");
  expect(requests).toBe(0);
  const allowing = createToolkit({ tools: [extractFrame], files: { allowHosts: ["127.0.0.1"] } });
  expect(codeOf(await allowing.run("extract_frame", { input_url }))).toBe("not_found");
  server.close();
  server.closeAllConnections();
});

test("seed defect: calls at once do not disturb each other", async () => {
  const answers = await Promise.all([1, 2, 1, 2].map((color) => colorsOf(gifOf(2, 1, [solid(color)]))));
  expect(answers).toEqual([["rr"], ["gg"], ["rr"], ["gg"]]);
});

test.each([0, -1, 201, 1.5])("frame_count %d is refused", async (frame_count) => {
  expect(codeOf(await extract(gifOf(2, 1, [solid(1)]), { frame_count }))).toBe("invalid_input");
});

test("ends when it is stopped", async () => {
  const stop = new AbortController();
  const gif = gifOf(
    512,
    512,
    Array.from({ length: 50 }, () => ({ pixels: [1] })),
  );
  const input = { input_url: `data:image/gif;base64,${gif.toString("base64")}`, frame_count: 50 };
  const result = await toolkit.run("extract_frame", input, { signal: stop.signal, onProgress: () => stop.abort() });
  expect(codeOf(result)).toBe("aborted");
});

test("a large GIF does not hold up other work", async () => {
  const [width, height] = [3840, 2160];
  const pattern = packed([1, 0, 2, 1].flatMap((pixel) => [clearCode, pixel]));
  const image = Buffer.concat([
    Buffer.from([0x2c, ...word(0), ...word(0), ...word(width), ...word(height), 0, 2]),
    subBlocks(Buffer.alloc((width * height * 6) / 8, pattern)),
  ]);
  const gif = Buffer.concat([header(width, height), image, Buffer.from([0x3b])]);
  const file = { name: "a.gif", mediaType: "image/gif", body: bodyOf(gif) };
  let longestMs = 0;
  let last = process.threadCpuUsage();
  const watch = (): void => {
    const { user, system } = process.threadCpuUsage(last);
    longestMs = Math.max(longestMs, (user + system) / 1000);
    last = process.threadCpuUsage();
    ticks = setImmediate(watch);
  };
  let ticks = setImmediate(watch);
  const options = { inputs: new Map([["test:0", file]]) };
  const answer = succeeded(await toolkit.run("extract_frame", { input_url: "test:0" }, options));
  clearImmediate(ticks);
  expect(answer).toMatchObject({ output: { total_frames: 1, width, height } });
  expect(longestMs).toBeLessThan(150); // in one go it is half a second and more
});
