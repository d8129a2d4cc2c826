import { randomBytes } from "node:crypto";
import {
  bodyOf,
  isObject,
  type JsonObject,
  type Parsed,
  type ToolContext,
  type ToolError,
  toolError,
} from "@tsunagu/core";
import { fileOutput } from "@tsunagu/core/schemas";
import * as z from "@tsunagu/core/zod";
import { err, ok, type Result, type ResultAsync } from "neverthrow";
import { inOrder } from "../bedrock/in-order.ts";
import { bedrockRuntimeOnce } from "../bedrock/service.ts";
import { awsTool } from "../connector.ts";
import { uploadObject } from "../s3/upload.ts";
import { s3Uri } from "../s3/uri.ts";
import type { AwsSession } from "../session.ts";
import { canvasInput } from "./canvas-input.ts";
import { canvasRequest } from "./canvas-request.ts";
import { parseS3Folder, type S3Folder } from "./s3-folder.ts";

const mediaType = "image/png";

/**
 * Generates or edits images with Amazon Nova Canvas, and stores them in S3.
 *
 * @see Amazon Nova User Guide, Generating images with Amazon Nova Canvas
 * @see Amazon Bedrock Runtime API Reference, InvokeModel
 */
export const novaCanvas = awsTool({
  name: "nova_canvas",
  title: "Make images with Nova Canvas",
  description:
    "Generates or edits images with Amazon Nova Canvas: from text, guided by colors or by an image, as variations, by replacing or " +
    "extending masked areas, by removing the background, or by trying on a garment. Source images are read from S3. The results " +
    "are stored as PNG in the given S3 folder and returned as files too.",
  effect: { kind: "write", idempotent: false },
  permissions: ["bedrock:InvokeModel", "s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"],
  deadlineMs: 10 * 60_000,
  input: canvasInput,

  output: () =>
    z.object({
      task_type: z.string(),
      model_id: z.string(),
      seed: z.int(),
      s3_uri: z.string().describe("The first image."),
      s3_uris: z.array(z.string()).min(1),
      images: z.array(fileOutput),
      warning: z.string().nullable().describe("Why there are fewer images than asked for, as the model says."),
    }),

  plan: ({ task_type, number_of_images, image_output_s3uri }) =>
    `Generates ${number_of_images === 1 ? "an image" : `${number_of_images} images`} (${task_type}) and stores ${number_of_images === 1 ? "it" : "them"} in ${image_output_s3uri}.`,

  execute: (input, call) =>
    parseS3Folder(input.image_output_s3uri, "image_output_s3uri").asyncAndThen((folder) =>
      canvasRequest(input, call)
        .andThen((request) => invoke(input.model_id, request, call))
        .andThen(({ images, warning }) =>
          store(images, folder, call).map((stored) => ({
            task_type: input.task_type,
            model_id: input.model_id,
            seed: input.seed,
            s3_uri: stored[0]?.uri ?? "",
            s3_uris: stored.map(({ uri }) => uri),
            images: stored.map(({ file }) => file),
            warning,
          })),
        ),
    ),

  present: ({ s3_uris, images, warning }) => [
    ...images.map((file) => ({ type: "file" as const, file })),
    { type: "text", text: [...s3_uris, ...(warning === null ? [] : [warning])].join("\n") },
  ],
});

interface Generated {
  readonly images: readonly Buffer[];
  readonly warning: string | null;
}

type Call = ToolContext<AwsSession>;

const invoke = (modelId: string, request: JsonObject, call: Call): ResultAsync<Generated, ToolError> =>
  bedrockRuntimeOnce(
    call,
    (sdk) =>
      new sdk.InvokeModelCommand({
        modelId,
        contentType: "application/json",
        accept: "application/json",
        body: Buffer.from(JSON.stringify(request)),
      }),
  ).andThen(({ body }) => generatedIn(Buffer.from(body ?? []).toString()));

/** The model leaves images out that its content policy does not allow, and says so beside the others. */
const generatedIn = (body: string): Result<Generated, ToolError> => {
  const answer = parse(body);
  if (answer === undefined) return err(toolError("upstream", "The model's answer is not JSON."));
  const images = Array.isArray(answer["images"]) ? answer["images"].filter((image) => typeof image === "string") : [];
  const warning = typeof answer["error"] === "string" && answer["error"] !== "" ? answer["error"] : null;
  if (images.length === 0) {
    return err(
      toolError("upstream", `The model made no image: ${warning ?? "it gives no reason"}`, {
        hint: "Change the prompt or the source image, if they are against the model's content policy.",
      }),
    );
  }
  return ok({ images: images.map((image) => Buffer.from(image, "base64")), warning });
};

const parse = (body: string): Record<string, unknown> | undefined => {
  try {
    const answer: unknown = JSON.parse(body);
    return isObject(answer) ? answer : undefined;
  } catch {
    return undefined; // the caller says that it is not JSON
  }
};

interface Stored {
  readonly uri: string;
  readonly file: Parsed<typeof fileOutput>;
}

/** Stores the images, then hands them out. When an image cannot be stored, those before it are told. */
const store = (images: readonly Buffer[], folder: S3Folder, call: Call): ResultAsync<Stored[], ToolError> => {
  const base = `canvas-output-${timestamp(new Date())}-${randomBytes(4).toString("hex")}`;
  const done: string[] = [];
  const names = images.map((_image, index) => (images.length === 1 ? `${base}.png` : `${base}-${index + 1}.png`));
  return inOrder(images, (bytes, index) => {
    const name = names[index] ?? "";
    const location = { bucket: folder.bucket, key: `${folder.prefix}${name}` };
    const file = { name, mediaType, size: bytes.byteLength };
    return uploadObject(
      call,
      { Bucket: location.bucket, Key: location.key, ContentType: mediaType },
      { ...file, body: bodyOf(bytes) },
    )
      .map(() => done.push(s3Uri(location)))
      .mapErr((error) => notStored(error, done, images.length))
      .andThen(() => call.files.write({ ...file, body: bodyOf(bytes) }))
      .map(({ uri, size }) => ({ uri: s3Uri(location), file: { uri, name, media_type: mediaType, size } }));
  });
};

const notStored = (error: ToolError, done: readonly string[], generated: number): ToolError => {
  if (done.length === 0) return toolError(error.code, error.message, { ...error, details: { generated, stored: 0 } });
  return toolError("partial", `${done.length} of ${generated} images are stored: ${error.message}`, {
    ...(error.origin === undefined ? {} : { origin: error.origin }),
    partial: {
      done: [...done],
      failed: [{ code: error.code, message: error.message }],
      remaining: generated - done.length,
    },
  });
};

/** 20260102_030405, UTC. */
const timestamp = (now: Date): string => now.toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "_");
