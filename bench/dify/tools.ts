import { noConnector, toolFor } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { serveStdio } from "@tsunagu/dify-adapter/runtime";
import { okAsync } from "neverthrow";

const benchTool = toolFor(noConnector);

/** The least that a tool can do: it answers with what it was given. */
const echo = benchTool({
  name: "bench_echo",
  title: "Echo",
  description: "Answers with the text that it was given.",
  effect: { kind: "read" },
  permissions: [],
  input: () => z.object({ text: z.string() }),
  output: () => z.object({ echo: z.string() }),
  execute: ({ text }) => okAsync({ echo: text }),
  present: ({ echo: text }) => [{ type: "text", text }],
});

/** Hands back a file of a size. */
const blob = benchTool({
  name: "bench_blob",
  title: "Blob",
  description: "Answers with a file of so many bytes.",
  effect: { kind: "read" },
  permissions: [],
  input: () => z.object({ size: z.int() }),
  output: () => z.object({ size: z.int() }),
  execute: ({ size }, { files }) =>
    files
      .write({ name: "blob.bin", mediaType: "application/octet-stream", size, body: bytes(size) })
      .map(() => ({ size })),
});

const bytes = async function* (size: number): AsyncGenerator<Uint8Array> {
  const block = Buffer.alloc(64 * 1024, "tsunagu ");
  for (let left = size; left > 0; left -= block.byteLength) yield block.subarray(0, Math.min(left, block.byteLength));
};

serveStdio({ name: "bench", tools: [echo, blob] });
