import * as z from "@tsunagu/core/zod";
import { folderPattern } from "./s3-folder.ts";

const sourceUri = () =>
  z
    .string()
    .max(1100)
    .regex(/^s3:\/\/[^/]+\/./s, "is not s3://bucket/key")
    .optional();

const shotSeconds = 6;
const longestSeconds = 120;
const longestShotText = 512;

const fields = () =>
  z.strictObject({
    prompt: z
      .string()
      .min(1)
      .max(4000)
      .optional()
      .describe("What the video shows: up to 512 characters, or 4,000 for MULTI_SHOT_AUTOMATED."),
    video_output_s3uri: z
      .string()
      .max(900)
      .regex(folderPattern, "is not s3://bucket/prefix")
      .describe("S3 folder (s3://bucket/prefix) that Bedrock writes the video into, in a folder named after the job."),
    task_type: z
      .enum(["TEXT_VIDEO", "MULTI_SHOT_AUTOMATED", "MULTI_SHOT_MANUAL"])
      .default("TEXT_VIDEO")
      .describe("One shot of 6 seconds; several shots from one prompt; or several shots, each described in shots."),
    dimension: z.enum(["1280x720"]).default("1280x720").describe("Size of the video in pixels."),
    duration: z
      .int()
      .min(shotSeconds)
      .max(longestSeconds)
      .multipleOf(shotSeconds)
      .default(shotSeconds)
      .describe("Seconds: 6 for TEXT_VIDEO, 12 to 120 for MULTI_SHOT_AUTOMATED; MULTI_SHOT_MANUAL takes 6 a shot."),
    seed: z.int().min(0).max(2_147_483_646).default(0).describe("The same seed and input give the same video."),
    fps: z.literal(24).default(24).describe("Frames a second."),
    async: z
      .boolean()
      .default(true)
      .describe("Return as soon as the job is started (true), or wait for the video and return it as a file (false)."),
    image_input_s3uri: sourceUri().describe(
      "First frame of a TEXT_VIDEO: a PNG or JPEG of 1280x720 in S3, without transparency.",
    ),
    shots: z
      .array(
        z.strictObject({
          text: z.string().min(1).max(longestShotText).describe("What the shot shows."),
          image_s3uri: sourceUri().describe("The shot's first frame: a PNG or JPEG of 1280x720 in S3."),
        }),
      )
      .min(2)
      .max(longestSeconds / shotSeconds)
      .optional()
      .describe("The shots of MULTI_SHOT_MANUAL, 6 seconds each."),
    kms_key_id: z
      .string()
      .max(2048)
      .regex(
        /^arn:aws[a-z-]*:kms:[a-zA-Z0-9-]*:[0-9]{12}:(key\/[a-zA-Z0-9-]{36}|alias\/[a-zA-Z0-9-_/]+)$/,
        "is not a KMS key's ARN",
      )
      .optional()
      .describe("ARN of the KMS key that the video is encrypted with."),
  });

type Fields = z.output<ReturnType<typeof fields>>;

/** The input of nova_reel: what each task needs is checked before anything is read or started. */
export const reelInput = () =>
  fields().superRefine((value, context) => {
    const refuse = (name: keyof Fields, message: string): void =>
      context.addIssue({ code: "custom", path: [name], message });
    const { task_type: task } = value;
    const byShots = task === "MULTI_SHOT_MANUAL";
    if (byShots && value.shots === undefined) refuse("shots", `is needed for ${task}`);
    if (!byShots && value.shots !== undefined) refuse("shots", "is for MULTI_SHOT_MANUAL only");
    if (byShots && value.prompt !== undefined)
      refuse("prompt", `does not count for ${task}; describe each shot in shots`);
    if (!byShots && value.prompt === undefined) refuse("prompt", `is needed for ${task}`);
    if (task === "TEXT_VIDEO") {
      if ((value.prompt ?? "").length > longestShotText)
        refuse("prompt", `is longer than ${longestShotText} characters`);
      if (value.duration !== shotSeconds)
        refuse("duration", "TEXT_VIDEO takes 6 seconds; choose MULTI_SHOT_AUTOMATED for more");
    } else if (value.image_input_s3uri !== undefined) {
      refuse("image_input_s3uri", "is for TEXT_VIDEO only; MULTI_SHOT_MANUAL takes an image in each shot");
    }
    if (task === "MULTI_SHOT_AUTOMATED" && value.duration < 2 * shotSeconds)
      refuse("duration", `${task} takes 12 to 120 seconds`);
  });
