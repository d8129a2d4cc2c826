import type { InputFile } from "@tsunagu/core";
import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, test } from "vitest";
import { awsTools } from "../index.ts";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { novaReel } from "./reel.ts";

const scripted = useScriptedToolkit([novaReel], { region: "eu-west-1" });
const invocation_arn = "arn:aws:bedrock:eu-west-1:123456789012:async-invoke/abcdefghijkl";
const basic = { prompt: "a cat walks", video_output_s3uri: "s3://records/videos" };
const start = "POST /async-invoke";
const status = `GET /async-invoke/${encodeURIComponent(invocation_arn)}`;
const video = Buffer.from("a video");

const make = (input: object, options: object = {}) => scripted().run("nova_reel", input, options);
const sent = (): unknown =>
  scripted()
    .requests.find(({ method }) => method === "POST")
    ?.json();
const state = (value: string, more: object = {}) => ({
  json: {
    invocationArn: invocation_arn,
    modelArn: "arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-reel-v1:0",
    status: value,
    submitTime: "2026-01-02T03:04:05.000Z",
    outputDataConfig: { s3OutputDataConfig: { s3Uri: "s3://records/videos/abcdefghijkl" } },
    ...more,
  },
});
const started = (): void => scripted().answer(start, { json: { invocationArn: invocation_arn } });

const pngOf = (width: number, height: number): Buffer => {
  const header = Buffer.alloc(33);
  header.write("\x89PNG\r\n\x1a\n", 0, "latin1");
  header.write("IHDR", 12, "latin1");
  header.writeUInt32BE(width, 16);
  header.writeUInt32BE(height, 20);
  return header;
};

test("keeps the contract of tools", async () => {
  const examples = [
    basic,
    { ...basic, async: false, image_input_s3uri: "s3://records/a.png" },
    { ...basic, task_type: "MULTI_SHOT_AUTOMATED", duration: 120 },
    {
      video_output_s3uri: "s3://records",
      task_type: "MULTI_SHOT_MANUAL",
      shots: [{ text: "one" }, { text: "two", image_s3uri: "s3://records/a.png" }],
    },
  ];
  expect(await checkToolContract(novaReel, { examples })).toEqual([]);
});

test("seed defect: it is among the tools that are offered", () => {
  expect(awsTools).toContain(novaReel);
});

test("starts a job and returns at once, with its ARN and where the video will be", async () => {
  started();
  const answer = succeeded(await make(basic));
  const s3_uri = "s3://records/videos/abcdefghijkl/output.mp4";
  expect(answer).toMatchObject({
    output: { invocation_arn, status: "InProgress", s3_uri, video: null },
    content: [{ text: `Started ${invocation_arn}; the video will be at ${s3_uri}. Ask nova_reel_status.` }],
  });
  expect(scripted().requests).toHaveLength(1);
  expect(sent()).toMatchObject({
    clientRequestToken: expect.any(String),
    modelId: "amazon.nova-reel-v1:0",
    modelInput: {
      taskType: "TEXT_VIDEO",
      textToVideoParams: { text: "a cat walks" },
      videoGenerationConfig: { durationSeconds: 6, fps: 24, dimension: "1280x720", seed: 0 },
    },
    outputDataConfig: { s3OutputDataConfig: { s3Uri: "s3://records/videos/" } },
  });
});

describe("seed defect: version 1.1 makes several shots", () => {
  test("from one prompt", async () => {
    started();
    succeeded(await make({ ...basic, task_type: "MULTI_SHOT_AUTOMATED", duration: 24, prompt: "x".repeat(4000) }));
    expect(sent()).toMatchObject({
      modelId: "amazon.nova-reel-v1:1",
      modelInput: {
        taskType: "MULTI_SHOT_AUTOMATED",
        multiShotAutomatedParams: { text: "x".repeat(4000) },
        videoGenerationConfig: { durationSeconds: 24 },
      },
    });
  });

  test("each described by itself, with a first frame where there is one", async () => {
    started();
    const image = pngOf(1280, 720);
    scripted().answer("GET /records/a.png", { body: image });
    const shots = [{ text: "one" }, { text: "two", image_s3uri: "s3://records/a.png" }];
    succeeded(await make({ video_output_s3uri: basic.video_output_s3uri, task_type: "MULTI_SHOT_MANUAL", shots }));
    expect(sent()).toMatchObject({
      modelId: "amazon.nova-reel-v1:1",
      modelInput: {
        taskType: "MULTI_SHOT_MANUAL",
        multiShotManualParams: {
          shots: [
            { text: "one" },
            { text: "two", image: { format: "png", source: { bytes: image.toString("base64") } } },
          ],
        },
        videoGenerationConfig: { fps: 24, dimension: "1280x720", seed: 0 },
      },
    });
  });
});

describe("seed defect: waiting gives the video", () => {
  test("as a file, once it is ready", async () => {
    started();
    scripted().answer(status, state("InProgress"), state("Completed", { endTime: "2026-01-02T03:06:05.000Z" }));
    scripted().answer("GET /records/videos/abcdefghijkl/output.mp4", { body: video });
    const messages: string[] = [];
    const onProgress = ({ message }: { message: string }) => messages.push(message);
    const answer = succeeded(await make({ ...basic, async: false }, { onProgress }));
    expect(answer).toMatchObject({
      output: {
        status: "Completed",
        s3_uri: "s3://records/videos/abcdefghijkl/output.mp4",
        end_time: "2026-01-02T03:06:05.000Z",
        video: { name: "output.mp4", media_type: "video/mp4", size: video.byteLength },
      },
      files: [{ bytes: video }],
    });
    expect(messages).toEqual([`Waiting for the video of ${invocation_arn}`]);
  });

  test("passed on as it comes, and not held whole", async () => {
    started();
    scripted().answer(status, state("Completed"));
    const piece = Buffer.alloc(256 * 1024);
    const { promise: firstIsThere, resolve } = Promise.withResolvers<void>();
    async function* pieces(): AsyncGenerator<Uint8Array> {
      yield piece;
      await firstIsThere;
      yield piece;
    }
    const length = 2 * piece.byteLength;
    const headers = { "content-length": String(length) };
    scripted().answer("GET /records/videos/abcdefghijkl/output.mp4", { headers, body: pieces() });
    const onFile = async ({ body }: InputFile) => {
      for await (const _chunk of body) resolve();
      return { uri: "file:///somewhere/output.mp4" };
    };
    const answer = succeeded(await make({ ...basic, async: false }, { onFile }));
    expect(answer).toMatchObject({ output: { video: { uri: "file:///somewhere/output.mp4", size: length } } });
  });

  test("a job that failed is an error with its reason and its ARN", async () => {
    started();
    scripted().answer(status, state("Failed", { failureMessage: "The prompt was blocked." }));
    const error = scripted().failure(await make({ ...basic, async: false }), { code: "upstream" });
    expect(error).toMatchObject({
      message: expect.stringContaining("The prompt was blocked."),
      details: { invocation_arn },
    });
  });

  test("the deadline ends it as timeout, with the ARN to go on with", async () => {
    started();
    scripted().answer(status, state("InProgress"));
    const error = scripted().failure(await make({ ...basic, async: false }, { deadlineMs: 300 }), { code: "timeout" });
    expect(error.details).toMatchObject({ invocation_arn, s3_uri: expect.stringContaining("output.mp4") });
  });

  test("an abort ends it within 100 ms", async () => {
    started();
    scripted().answer(status, state("InProgress"));
    const abort = new AbortController();
    let stopped = 0;
    setTimeout(() => {
      stopped = performance.now();
      abort.abort();
    }, 250);
    const result = await make({ ...basic, async: false }, { signal: abort.signal });
    expect(performance.now() - stopped).toBeLessThan(100);
    expect(scripted().failure(result, { code: "aborted" }).details).toMatchObject({ invocation_arn });
  });
});

describe("seed defect: a first frame is sent as it is or refused, never stretched", () => {
  const input = { ...basic, image_input_s3uri: "s3://records/a.png" };

  test("of the right size it is sent", async () => {
    started();
    const image = pngOf(1280, 720);
    scripted().answer("GET /records/a.png", { body: image });
    succeeded(await make(input));
    expect(sent()).toMatchObject({
      modelInput: { textToVideoParams: { images: [{ format: "png", source: { bytes: image.toString("base64") } }] } },
    });
  });

  test("of another size it is refused with the way out", async () => {
    scripted().answer("GET /records/a.png", { body: pngOf(1024, 1024) });
    const error = scripted().failure(await make(input), { code: "invalid_input" });
    expect(error).toMatchObject({ issues: [{ path: ["image_input_s3uri"] }], hint: expect.stringContaining("Crop") });
    expect(error.message).toContain("1024x1024");
    expect(sent()).toBeUndefined();
  });
});

describe("seed defect: what cannot work is refused once, before anything is started", () => {
  const shots = [{ text: "one" }, { text: "two" }];
  test.each<[string, object]>([
    ["prompt", { video_output_s3uri: basic.video_output_s3uri }],
    ["prompt", { ...basic, prompt: "x".repeat(513) }],
    ["prompt", { ...basic, task_type: "MULTI_SHOT_MANUAL", shots }],
    ["video_output_s3uri", { ...basic, video_output_s3uri: "https://records" }],
    ["duration", { ...basic, duration: 12 }],
    ["duration", { ...basic, task_type: "MULTI_SHOT_AUTOMATED" }],
    ["duration", { ...basic, task_type: "MULTI_SHOT_AUTOMATED", duration: 13 }],
    ["shots", { video_output_s3uri: "s3://records", task_type: "MULTI_SHOT_MANUAL" }],
    ["shots", { ...basic, shots }],
    [
      "image_input_s3uri",
      { ...basic, task_type: "MULTI_SHOT_AUTOMATED", duration: 12, image_input_s3uri: "s3://records/a" },
    ],
    ["fps", { ...basic, fps: 30 }],
    ["dimension", { ...basic, dimension: "1920x1080" }],
  ])("%s", async (field, input) => {
    expect(scripted().failure(await make(input), { code: "invalid_input" }).issues?.[0]?.path).toEqual([field]);
    expect(scripted().requests).toEqual([]);
  });
});

test("seed defect: the job is started in the connection's region", async () => {
  started();
  succeeded(await make(basic));
  expect(scripted().requests[0]?.headers.authorization).toContain("/eu-west-1/bedrock/aws4_request");
});

test("an error of Bedrock is an error", async () => {
  scripted().answer(start, scriptedError(400, "ValidationException", "Invalid S3 location"));
  scripted().failure(await make(basic), { code: "invalid_input", origin: "ValidationException" });
});
