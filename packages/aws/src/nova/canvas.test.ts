import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { type ScriptedRequest, scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { novaCanvas } from "./canvas.ts";

const scripted = useScriptedToolkit([novaCanvas]);
const invoke = "POST /model/amazon.nova-canvas-v1%3A0/invoke";
const image_output_s3uri = "s3://records/out";
const basic = { prompt: "a cat on a chair", image_output_s3uri };
const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.from("cat")]);
const source = png.toString("base64");
const withSource = { ...basic, image_input_s3uri: "s3://records/in/cat #1.png" };

const denied = {
  status: 403,
  body: "<Error><Code>AccessDenied</Code><Message>no</Message></Error>",
  headers: { "x-amz-request-id": "0123456789ABCDEF" },
};

const make = (input: object) => scripted().run("nova_canvas", input);
const uploads = (): readonly ScriptedRequest[] => scripted().requests.filter(({ method }) => method === "PUT");
const sentToModel = (): unknown =>
  scripted()
    .requests.find(({ method }) => method === "POST")
    ?.json();

/** The model answers with images, every PUT is taken, and the source image is there. */
const script = (...images: readonly Buffer[]): void => {
  scripted().answer(invoke, { json: { images: images.map((image) => image.toString("base64")) } });
  scripted().answer("GET /records/in/cat%20%231.png", { body: png, headers: { "content-type": "image/png" } });
  scripted().otherwise(({ method }) => (method === "PUT" ? { headers: { etag: '"e"' } } : undefined));
};

test("keeps the contract of tools", async () => {
  const examples = [
    basic,
    { ...withSource, task_type: "COLOR_GUIDED_GENERATION", colors: "#ff8080-#00ff00", number_of_images: 5 },
    { ...withSource, task_type: "INPAINTING", mask_prompt: "the chair", quality: "premium" },
    { ...withSource, task_type: "OUTPAINTING", mask_image_s3uri: "s3://records/mask.png", outpainting_mode: "PRECISE" },
    {
      image_output_s3uri,
      task_type: "VIRTUAL_TRY_ON",
      image_input_s3uri: "s3://records/a.png",
      reference_image_s3uri: "s3://records/b.png",
      garment_class: "UPPER_BODY",
    },
  ];
  expect(await checkToolContract(novaCanvas, { examples })).toEqual([]);
});

test("seed defect: an image is made, stored and handed out", async () => {
  script(png);
  const answer = succeeded(await make({ ...basic, seed: 7 }));
  expect(answer).toMatchObject({
    output: { task_type: "TEXT_IMAGE", model_id: "amazon.nova-canvas-v1:0", seed: 7, warning: null },
    files: [{ mediaType: "image/png", bytes: png }],
  });
  const [upload] = uploads();
  expect(upload?.path).toMatch(/^\/records\/out\/canvas-output-\d{8}_\d{6}-[0-9a-f]{8}\.png$/);
  expect(upload?.headers["content-type"]).toBe("image/png");
  expect(upload?.body.includes(png)).toBe(true);
  const s3_uri = `s3:/${upload?.path}`;
  expect(answer).toMatchObject({
    output: { s3_uri, s3_uris: [s3_uri], images: [{ size: png.byteLength }] },
    content: [{ type: "file" }, { type: "text", text: s3_uri }],
  });
  expect(sentToModel()).toEqual({
    taskType: "TEXT_IMAGE",
    textToImageParams: { text: "a cat on a chair" },
    imageGenerationConfig: { width: 1024, height: 1024, cfgScale: 8, seed: 7, numberOfImages: 1, quality: "standard" },
  });
});

describe("each task gets the parameters it knows", () => {
  const size = { width: 1024, height: 1024 };
  const config = { cfgScale: 8, seed: 0, numberOfImages: 1, quality: "standard" };
  test.each<[string, object, object]>([
    [
      "TEXT_IMAGE",
      withSource,
      {
        textToImageParams: { text: basic.prompt, conditionImage: source, controlMode: "CANNY_EDGE" },
        imageGenerationConfig: { ...size, ...config },
      },
    ],
    [
      "COLOR_GUIDED_GENERATION",
      { ...withSource, colors: "#FF8080-#00ff00", negative_prompt: "dogs" },
      {
        colorGuidedGenerationParams: {
          colors: ["#FF8080", "#00ff00"],
          text: basic.prompt,
          negativeText: "dogs",
          referenceImage: source,
        },
        imageGenerationConfig: { ...size, ...config },
      },
    ],
    [
      "IMAGE_VARIATION",
      { ...withSource, similarity_strength: 0.9 },
      {
        imageVariationParams: { images: [source], similarityStrength: 0.9, text: basic.prompt },
        imageGenerationConfig: { ...size, ...config },
      },
    ],
    [
      "INPAINTING",
      { ...withSource, mask_prompt: "the chair" },
      {
        inPaintingParams: { image: source, maskPrompt: "the chair", text: basic.prompt },
        imageGenerationConfig: config,
      },
    ],
    [
      "OUTPAINTING",
      { ...withSource, mask_image_s3uri: "s3://records/in/cat #1.png", outpainting_mode: "PRECISE" },
      {
        outPaintingParams: { image: source, maskImage: source, outPaintingMode: "PRECISE", text: basic.prompt },
        imageGenerationConfig: config,
      },
    ],
    ["BACKGROUND_REMOVAL", withSource, { backgroundRemovalParams: { image: source } }],
    [
      "VIRTUAL_TRY_ON",
      { ...withSource, reference_image_s3uri: "s3://records/in/cat #1.png", garment_class: "FOOTWEAR" },
      {
        virtualTryOnParams: {
          sourceImage: source,
          referenceImage: source,
          maskType: "GARMENT",
          garmentBasedMask: { garmentClass: "FOOTWEAR" },
        },
        imageGenerationConfig: config,
      },
    ],
  ])("seed defect: %s", async (task_type, input, expected) => {
    script(png);
    succeeded(await make({ ...input, task_type }));
    expect(sentToModel()).toEqual({ taskType: task_type, ...expected });
  });

  test.each([
    [{ mask_prompt: "shoes" }, { maskType: "PROMPT", promptBasedMask: { maskPrompt: "shoes" } }],
    [{ mask_image_s3uri: "s3://records/in/cat #1.png" }, { maskType: "IMAGE", imageBasedMask: { maskImage: source } }],
  ])("VIRTUAL_TRY_ON masks by %j", async (mask, expected) => {
    script(png);
    const reference_image_s3uri = "s3://records/in/cat #1.png";
    succeeded(await make({ ...withSource, task_type: "VIRTUAL_TRY_ON", reference_image_s3uri, ...mask }));
    expect(sentToModel()).toMatchObject({ virtualTryOnParams: expected });
  });
});

describe("seed defect: keys have neither a double nor a leading slash, and never collide", () => {
  test.each([
    ["s3://records", "/records/canvas"],
    ["s3://records/", "/records/canvas"],
    ["s3://records/out/", "/records/out/canvas"],
    ["s3://records/a/b//", "/records/a/b/canvas"],
  ])("%s", async (folder, begins) => {
    script(png);
    succeeded(await make({ ...basic, image_output_s3uri: folder }));
    succeeded(await make({ ...basic, image_output_s3uri: folder }));
    const paths = uploads().map(({ path }) => path);
    expect(new Set(paths).size).toBe(2);
    for (const path of paths) expect(path.startsWith(begins)).toBe(true);
  });
});

test("several images are all stored and handed out", async () => {
  script(png, Buffer.from("second"), Buffer.from("third"));
  const answer = succeeded(await make({ ...basic, number_of_images: 3 }));
  expect(answer).toMatchObject({ output: { s3_uris: { length: 3 }, images: { length: 3 } }, files: { length: 3 } });
  expect(uploads().map(({ path }) => path.slice(-6))).toEqual(["-1.png", "-2.png", "-3.png"]);
});

test("seed defect: another model, or an inference profile, can be named", async () => {
  const model_id = "us.amazon.nova-canvas-v2:0";
  script(png);
  scripted().answer(`POST /model/${encodeURIComponent(model_id)}/invoke`, { json: { images: [source] } });
  expect(succeeded(await make({ ...basic, model_id }))).toMatchObject({ output: { model_id } });
});

test("images that the model left out are told", async () => {
  script();
  scripted().answer(invoke, { json: { images: [source], error: "One image was blocked." } });
  expect(succeeded(await make(basic))).toMatchObject({ output: { warning: "One image was blocked." } });
  scripted().answer(invoke, { json: { images: [], error: "All images were blocked." } });
  const error = scripted().failure(await make(basic), { code: "upstream" });
  expect(error.message).toContain("All images were blocked.");
});

test("seed defect: a failed upload is a failure, and tells what is stored already", async () => {
  script(png, png);
  let count = 0;
  scripted().otherwise(() => (++count > 1 ? denied : { headers: { etag: '"e"' } }));
  const partly = scripted().failure(await make({ ...basic, number_of_images: 2 }), { code: "partial" });
  expect(partly.partial).toMatchObject({ done: [expect.stringMatching(/-1\.png$/)], remaining: 1 });
  const none = scripted().failure(await make(basic), { code: "forbidden" });
  expect(none.details).toEqual({ generated: 2, stored: 0 });
});

describe("seed defect: what cannot work is refused before anything is read or generated", () => {
  test.each<[string, object]>([
    ["prompt", { image_output_s3uri }],
    ["image_output_s3uri", { ...basic, image_output_s3uri: "records/out" }],
    ["image_input_s3uri", { ...basic, task_type: "BACKGROUND_REMOVAL" }],
    ["image_input_s3uri", { ...basic, image_input_s3uri: "https://example.com/a.png" }],
    ["mask_prompt", { ...withSource, task_type: "INPAINTING" }],
    ["mask_prompt", { ...withSource, task_type: "OUTPAINTING", mask_prompt: "a", mask_image_s3uri: "s3://records/m" }],
    ["reference_image_s3uri", { ...withSource, task_type: "VIRTUAL_TRY_ON", mask_prompt: "a" }],
    ["colors", { ...basic, task_type: "COLOR_GUIDED_GENERATION", colors: "red" }],
    ["task_type", { ...basic, task_type: "UPSCALE" }],
    ["width", { ...basic, width: 1000 }],
    ["height", { ...basic, width: 4096, height: 4096 }],
    ["height", { ...basic, width: 320, height: 1600 }],
    ["cfg_scale", { ...basic, cfg_scale: 0 }],
    ["similarity_strength", { ...basic, similarity_strength: 0 }],
  ])("%s", async (field, input) => {
    expect(scripted().failure(await make(input), { code: "invalid_input" }).issues?.[0]?.path).toEqual([field]);
    expect(scripted().requests).toEqual([]);
  });

  test("a source that is no image", async () => {
    scripted().answer("GET /records/in/cat%20%231.png", { body: "text" });
    const error = scripted().failure(await make(withSource), { code: "invalid_input" });
    expect(error.issues?.[0]?.path).toEqual(["image_input_s3uri"]);
    expect(sentToModel()).toBeUndefined();
  });

  test("seed defect: a source that is not there is that error", async () => {
    const xml = "<Error><Code>NoSuchKey</Code><Message>gone</Message></Error>";
    scripted().answer("GET /records/in/cat%20%231.png", {
      status: 404,
      body: xml,
      headers: { "x-amz-request-id": "0123456789ABCDEF" },
    });
    scripted().failure(await make(withSource), { code: "not_found", origin: "NoSuchKey" });
  });
});

test("seed defect: nothing is generated a second time when the answer is lost", async () => {
  scripted().answer(invoke, scriptedError(500, "InternalServerException"), { json: { images: [source] } });
  scripted().failure(await make(basic), { code: "unavailable", origin: "InternalServerException" });
  expect(scripted().requests).toHaveLength(1);
});

test("seed defect: an error of the model is an error", async () => {
  scripted().answer(invoke, scriptedError(400, "ValidationException", "Malformed input request"));
  scripted().failure(await make(basic), { code: "invalid_input", origin: "ValidationException" });
});
