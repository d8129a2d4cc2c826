import { createHash } from "node:crypto";
import { s3CreateBucket, s3FileDownload, s3FileUploader } from "@tsunagu/aws";
import { createToolkit } from "@tsunagu/core";

/**
 * In plain JavaScript, since what strips types takes memory that the measure would count.
 * Uploads a generated file, or downloads it again: `<upload|download> <bytes> <known|unknown> <connection as JSON>`.
 * Prints the SHA-256 of what it moved, and its memory and time.
 */
const [task, bytes, isKnown, connection = "{}"] = process.argv.slice(2);
const size = Number(bytes);
const bucket_name = "large-files";
const sampleMs = 50;

let sampled = 0;
setInterval(() => {
  sampled = Math.max(sampled, process.memoryUsage.rss());
}, sampleMs).unref();

/** A cycle of blocks whose length divides no part's, so that no two parts are alike. It is hashed on its way. */
const blocks = Array.from({ length: 97 }, (_none, index) => Buffer.alloc(64 * 1024, `block ${index} `));
async function* generated(hash) {
  for (let left = size, number = 0; left > 0; number++) {
    const block = blocks[number % blocks.length]?.subarray(0, left) ?? Buffer.alloc(0);
    left -= block.byteLength;
    hash.update(block);
    yield block;
  }
}

const tools = [s3CreateBucket, s3FileUploader, s3FileDownload];
await using toolkit = createToolkit({ tools, connections: { aws: JSON.parse(connection) } });
const hash = createHash("sha256");
const began = performance.now();
if (task === "upload") {
  const known = isKnown === "known" ? { size } : {};
  const file = { name: "large.bin", mediaType: "application/octet-stream", body: generated(hash), ...known };
  const made = await toolkit.call("s3_create_bucket", { bucket_name });
  if (made.isErr()) throw new Error(JSON.stringify(made.error));
  const input = { bucket_name, input_file: { uri: "generated:" } };
  const stored = await toolkit.call("s3_file_uploader", input, { inputs: new Map([["generated:", file]]) });
  if (stored.isErr()) throw new Error(JSON.stringify(stored.error));
} else {
  const onFile = async ({ body }) => {
    for await (const chunk of body) hash.update(chunk);
    return { uri: null };
  };
  const read = await toolkit.call("s3_file_download", { s3_uri: `s3://${bucket_name}/large.bin` }, { onFile });
  if (read.isErr()) throw new Error(JSON.stringify(read.error));
}
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
console.log(
  JSON.stringify({
    sha256: hash.digest("hex"),
    sampledRssBytes: sampled,
    peakRssBytes: maxRSS * 1024,
    seconds: (performance.now() - began) / 1000,
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
  }),
);
