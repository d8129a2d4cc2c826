import * as z from "@tsunagu/core/zod";
import { modelId } from "../bedrock/schema.ts";
import { folderPattern } from "./s3-folder.ts";

const side = (name: string) =>
  z.int().min(320).max(4096).multipleOf(16).default(1024).describe(`${name} of the image in pixels, a multiple of 16.`);
const sourceUri = () =>
  z
    .string()
    .max(3100)
    .regex(/^s3:\/\/[^/]+\/./s, "is not s3://bucket/key")
    .optional();
const prompt = () => z.string().min(1).max(1024).optional();

const mostPixels = 4_194_304;
const longestRatio = 4;

const fields = () =>
  z.strictObject({
    task_type: z
      .enum([
        "TEXT_IMAGE",
        "COLOR_GUIDED_GENERATION",
        "IMAGE_VARIATION",
        "INPAINTING",
        "OUTPAINTING",
        "BACKGROUND_REMOVAL",
        "VIRTUAL_TRY_ON",
      ])
      .default("TEXT_IMAGE")
      .describe("What to do. All but TEXT_IMAGE and COLOR_GUIDED_GENERATION work on image_input_s3uri."),
    prompt: prompt().describe(
      "What the image shows, or what comes into the masked area. Not used for BACKGROUND_REMOVAL and VIRTUAL_TRY_ON.",
    ),
    image_output_s3uri: z
      .string()
      .max(900)
      .regex(folderPattern, "is not s3://bucket/prefix")
      .describe("S3 folder (s3://bucket/prefix) to store the images in. Each gets a name of its own."),
    image_input_s3uri: sourceUri().describe(
      "Source image (PNG or JPEG) in S3. For TEXT_IMAGE it guides the composition.",
    ),
    negative_prompt: prompt().describe("What the image must not show, written without negating words."),
    width: side("Width"),
    height: side("Height"),
    cfg_scale: z.number().min(1.1).max(10).default(8).describe("How closely the prompt is followed."),
    seed: z.int().min(0).max(2_147_483_646).default(0).describe("The same seed and input give the same image."),
    quality: z.enum(["standard", "premium"]).default("standard").describe("premium takes longer and costs more."),
    colors: z
      .string()
      .max(79)
      .regex(/^#[0-9a-fA-F]{6}(-#[0-9a-fA-F]{6}){0,9}$/, "is not 1 to 10 colors such as #ff8080-#ffb280")
      .default("#ff8080-#ffb280-#ffe680-#ffe680")
      .describe("1 to 10 colors (#rrggbb) joined with -, for COLOR_GUIDED_GENERATION."),
    similarity_strength: z
      .number()
      .min(0.2)
      .max(1)
      .default(0.5)
      .describe("How similar the result of IMAGE_VARIATION is to its source."),
    mask_prompt: prompt().describe("What to mask, in words: the area to change (OUTPAINTING: to keep)."),
    mask_image_s3uri: sourceUri().describe("Mask image in S3, black and white, instead of mask_prompt."),
    outpainting_mode: z
      .enum(["DEFAULT", "PRECISE"])
      .default("DEFAULT")
      .describe("Whether the mask's edge is blended (DEFAULT) or kept sharp (PRECISE)."),
    control_mode: z
      .enum(["CANNY_EDGE", "SEGMENTATION"])
      .default("CANNY_EDGE")
      .describe("How image_input_s3uri guides TEXT_IMAGE: by its edges, or by its areas."),
    reference_image_s3uri: sourceUri().describe("Image of the garment or object to put on, for VIRTUAL_TRY_ON."),
    garment_class: z
      .enum(["UPPER_BODY", "LOWER_BODY", "FULL_BODY", "FOOTWEAR"])
      .optional()
      .describe("Which garment to replace, for VIRTUAL_TRY_ON, instead of a mask."),
    number_of_images: z.int().min(1).max(5).default(1).describe("How many images to make."),
    model_id: modelId()
      .default("amazon.nova-canvas-v1:0")
      .describe("The model: Nova Canvas, or an inference profile or successor with the same request format."),
  });

type Fields = z.output<ReturnType<typeof fields>>;

/** The input of nova_canvas: which fields each task needs is checked before anything is read or generated. */
export const canvasInput = () =>
  fields().superRefine((value, context) => {
    const needed = (name: keyof Fields): void => {
      if (value[name] === undefined) refuse(context, name, `is needed for ${value.task_type}`);
    };
    for (const name of neededFields[value.task_type]) needed(name);
    const masks = [value.mask_prompt, value.mask_image_s3uri].filter((mask) => mask !== undefined).length;
    const garment = value.task_type === "VIRTUAL_TRY_ON" && value.garment_class !== undefined ? 1 : 0;
    if (maskedTasks.has(value.task_type) && masks + garment !== 1) {
      const choice =
        value.task_type === "VIRTUAL_TRY_ON"
          ? "mask_prompt, mask_image_s3uri or garment_class"
          : "mask_prompt or mask_image_s3uri";
      refuse(context, "mask_prompt", `${value.task_type} needs exactly one of ${choice}`);
    }
    const { width, height } = value;
    if (width * height > mostPixels) refuse(context, "height", `width × height is more than ${mostPixels} pixels`);
    if (Math.max(width / height, height / width) > longestRatio)
      refuse(context, "height", `one side is more than ${longestRatio} times the other`);
  });

const neededFields: Readonly<Record<Fields["task_type"], readonly (keyof Fields)[]>> = {
  TEXT_IMAGE: ["prompt"],
  COLOR_GUIDED_GENERATION: ["prompt"],
  IMAGE_VARIATION: ["image_input_s3uri"],
  INPAINTING: ["image_input_s3uri"],
  OUTPAINTING: ["image_input_s3uri", "prompt"],
  BACKGROUND_REMOVAL: ["image_input_s3uri"],
  VIRTUAL_TRY_ON: ["image_input_s3uri", "reference_image_s3uri"],
};

const maskedTasks: ReadonlySet<string> = new Set(["INPAINTING", "OUTPAINTING", "VIRTUAL_TRY_ON"]);

const refuse = (context: z.RefinementCtx, name: keyof Fields, message: string): void => {
  context.addIssue({ code: "custom", path: [name], message });
};
