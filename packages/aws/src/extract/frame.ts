import { Readable } from "node:stream";
import {
  noConnector,
  type Parsed,
  type ToolContext,
  type ToolError,
  ToolFailure,
  toolError,
  toolFor,
  toToolError,
} from "@tsunagu/core";
import { fileOutput } from "@tsunagu/core/schemas";
import * as z from "@tsunagu/core/zod";
import { ResultAsync } from "neverthrow";
import { readFile } from "../bedrock/input-files.ts";
import { type GifBlocks, readBlocks } from "./gif-blocks.ts";
import { pictures } from "./gif-frames.ts";
import { encodePng } from "./png.ts";

const mostBytes = 32 * 1024 ** 2;
const mediaType = "image/png";

/**
 * Makes PNG images of a GIF's frames, as a viewer shows them: partial frames are drawn over those before.
 *
 * @see Graphics Interchange Format, Version 89a
 */
export const extractFrame = toolFor(noConnector)({
  name: "extract_frame",
  title: "Extract frames of a GIF",
  description:
    "Takes evenly spaced frames out of an animated GIF at a URL and returns each as a PNG file, with its number and time. 1 takes the " +
    "last frame, 2 the first and the last; with as many as the GIF has or more, all are taken. Takes GIFs of up to 32 MiB, 3840 by " +
    "2160 pixels (in any shape), 10,000 frames and 200 million pixels in all. Only public addresses are fetched.",
  effect: { kind: "read", openWorld: true },
  permissions: [],

  input: () =>
    z.strictObject({
      input_url: z
        .string()
        .min(1)
        .max(1_000_000)
        .describe("Address of the GIF: `https:`, `data:`, or a handle of this host."),
      frame_count: z.int().min(1).max(200).default(3).describe("How many frames to take."),
      input_type: z.enum(["GIF"]).default("GIF").describe("What kind of file it is."),
    }),

  output: () =>
    z.object({
      images: z.array(fileOutput).describe("The frames as PNG, in order."),
      frames: z.array(
        z.object({
          name: z.string().describe("The image's file name."),
          index: z.int().describe("Which frame of the GIF, from 0."),
          timestamp_ms: z.int().describe("When it is first shown, from the beginning."),
        }),
      ),
      total_frames: z.int(),
      duration_ms: z.int().describe("Of one round of the animation."),
      width: z.int().describe("Pixels."),
      height: z.int().describe("Pixels."),
    }),

  execute: ({ input_url, frame_count }, call) =>
    readFile(call.files, { uri: input_url }, mostBytes)
      .andThen(({ bytes }) => readBlocks(bytes))
      .andThen((gif) =>
        ResultAsync.fromPromise(writeFrames(gif, spread(gif.frames.length, frame_count), call), (thrown) =>
          toToolError(thrown, () => (call.signal.aborted ? stopped() : broken())),
        ).map((written) => ({
          images: written,
          frames: spread(gif.frames.length, frame_count).map((index, order) => ({
            name: nameOf(order),
            index,
            timestamp_ms: timeOf(gif, index),
          })),
          total_frames: gif.frames.length,
          duration_ms: timeOf(gif, gif.frames.length),
          width: gif.width,
          height: gif.height,
        })),
      ),

  present: ({ images, frames, total_frames }) => [
    ...images.map((file) => ({ type: "file" as const, file })),
    {
      type: "text",
      text: `${frames.length} of ${total_frames} frames: ${frames.map(({ index }) => index).join(", ")}`,
    },
  ],
});

/** Evenly spaced frame numbers; the last frame is always among them. */
const spread = (total: number, count: number): readonly number[] => {
  if (count >= total) return Array.from({ length: total }, (_, index) => index);
  if (count === 1) return [total - 1];
  return Array.from({ length: count }, (_, index) => Math.round((index * (total - 1)) / (count - 1)));
};

type Written = Parsed<typeof fileOutput>[];

const writeFrames = async (
  gif: GifBlocks,
  wanted: readonly number[],
  call: ToolContext<undefined>,
): Promise<Written> => {
  const written: Written = [];
  for await (const { rgba } of pictures(gif, new Set(wanted), call.signal)) {
    const name = nameOf(written.length);
    const pieces = await encodePng({ width: gif.width, height: gif.height, rgba });
    const size = pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
    const stored = await call.files.write({ name, mediaType, size, body: Readable.from(pieces) });
    if (stored.isErr()) throw new ToolFailure(stored.error);
    written.push({ uri: stored.value.uri, name, media_type: mediaType, size: stored.value.size });
    call.report({ message: "Extracting frames", done: written.length, total: wanted.length });
  }
  return written;
};

const nameOf = (order: number): string => `frame_${String(order).padStart(3, "0")}.png`;

const timeOf = (gif: GifBlocks, index: number): number =>
  gif.frames.slice(0, index).reduce((sum, { delayMs }) => sum + delayMs, 0);

const stopped = (): ToolError => toolError("aborted", "The call was stopped.");

const broken = (): ToolError => toolError("invalid_input", "input_url: the GIF's frames cannot be unpacked.");
