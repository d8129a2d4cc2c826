import type { JsonObject, Parsed, ToolError } from "@tsunagu/core";
import { okAsync, type ResultAsync } from "neverthrow";
import type { AwsCall } from "../service.ts";
import type { canvasInput } from "./canvas-input.ts";
import { sourceImage } from "./source-image.ts";

type Request = Parsed<ReturnType<typeof canvasInput>>;

/** The images of a request, in base64. */
interface Sources {
  readonly image: string | undefined;
  readonly mask: string | undefined;
  readonly reference: string | undefined;
}

/**
 * The model's request: source images are read from S3, and each task gets the parameters that it knows and no others.
 *
 * @see Amazon Nova User Guide, Request and response structure for image generation
 */
export const canvasRequest = (request: Request, call: AwsCall): ResultAsync<JsonObject, ToolError> =>
  readSources(request, call).map((sources) => ({
    taskType: request.task_type,
    ...taskParameters[request.task_type](request, sources),
    ...(request.task_type === "BACKGROUND_REMOVAL" ? {} : { imageGenerationConfig: generationConfig(request) }),
  }));

const readSources = (request: Request, call: AwsCall): ResultAsync<Sources, ToolError> => {
  const read = (field: "image_input_s3uri" | "mask_image_s3uri" | "reference_image_s3uri") => {
    const uri = request[field];
    const none: ResultAsync<string | undefined, ToolError> = okAsync(undefined);
    return uri === undefined ? none : sourceImage(call, uri, field).map(({ bytes }) => bytes.toString("base64"));
  };
  return read("image_input_s3uri").andThen((image) =>
    read("mask_image_s3uri").andThen((mask) =>
      read("reference_image_s3uri").map((reference) => ({ image, mask, reference })),
    ),
  );
};

/** Editing keeps the source's size. */
const keepsSize: ReadonlySet<string> = new Set(["INPAINTING", "OUTPAINTING", "VIRTUAL_TRY_ON"]);

const generationConfig = (request: Request): JsonObject => ({
  ...(keepsSize.has(request.task_type) ? {} : { width: request.width, height: request.height }),
  cfgScale: request.cfg_scale,
  seed: request.seed,
  numberOfImages: request.number_of_images,
  quality: request.quality,
});

type TaskParameters = (request: Request, sources: Sources) => JsonObject;

const taskParameters: Readonly<Record<Request["task_type"], TaskParameters>> = {
  TEXT_IMAGE: (request, { image }) => ({
    textToImageParams: {
      ...texts(request),
      ...(image === undefined ? {} : { conditionImage: image, controlMode: request.control_mode }),
    },
  }),
  COLOR_GUIDED_GENERATION: (request, { image }) => ({
    colorGuidedGenerationParams: {
      colors: request.colors.split("-"),
      ...texts(request),
      ...(image === undefined ? {} : { referenceImage: image }),
    },
  }),
  IMAGE_VARIATION: (request, { image = "" }) => ({
    imageVariationParams: { images: [image], similarityStrength: request.similarity_strength, ...texts(request) },
  }),
  INPAINTING: (request, { image = "", mask }) => ({
    inPaintingParams: { image, ...maskOf(request, mask), ...texts(request) },
  }),
  OUTPAINTING: (request, { image = "", mask }) => ({
    outPaintingParams: {
      image,
      ...maskOf(request, mask),
      outPaintingMode: request.outpainting_mode,
      ...texts(request),
    },
  }),
  BACKGROUND_REMOVAL: (_request, { image = "" }) => ({ backgroundRemovalParams: { image } }),
  VIRTUAL_TRY_ON: (request, { image = "", mask, reference = "" }) => ({
    virtualTryOnParams: { sourceImage: image, referenceImage: reference, ...tryOnMask(request, mask) },
  }),
};

const texts = ({ prompt, negative_prompt }: Request): JsonObject => ({
  ...(prompt === undefined ? {} : { text: prompt }),
  ...(negative_prompt === undefined ? {} : { negativeText: negative_prompt }),
});

const maskOf = ({ mask_prompt }: Request, mask: string | undefined): JsonObject =>
  mask === undefined ? { maskPrompt: mask_prompt ?? "" } : { maskImage: mask };

const tryOnMask = ({ mask_prompt, garment_class }: Request, mask: string | undefined): JsonObject => {
  if (mask !== undefined) return { maskType: "IMAGE", imageBasedMask: { maskImage: mask } };
  if (garment_class !== undefined) return { maskType: "GARMENT", garmentBasedMask: { garmentClass: garment_class } };
  return { maskType: "PROMPT", promptBasedMask: { maskPrompt: mask_prompt ?? "" } };
};
