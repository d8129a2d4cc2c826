import { invalidField, type JsonObject, type Parsed, type ToolError } from "@tsunagu/core";
import { errAsync, okAsync, type ResultAsync } from "neverthrow";
import { inOrder } from "../bedrock/in-order.ts";
import type { AwsCall } from "../service.ts";
import { imageSize } from "./image-size.ts";
import type { reelInput } from "./reel-input.ts";
import { sourceImage } from "./source-image.ts";

type Request = Parsed<ReturnType<typeof reelInput>>;

/** The model that takes the task: several shots came with version 1.1. */
export const reelModel = ({ task_type }: Pick<Request, "task_type">): string =>
  task_type === "TEXT_VIDEO" ? "amazon.nova-reel-v1:0" : "amazon.nova-reel-v1:1";

/**
 * The model's request; first frames are read from S3.
 *
 * @see Amazon Nova User Guide, Video generation access and usage
 */
export const reelRequest = (request: Request, call: AwsCall): ResultAsync<JsonObject, ToolError> => {
  const { task_type: taskType, prompt = "", duration: durationSeconds, fps, dimension, seed } = request;
  const config = { fps, dimension, seed };
  switch (taskType) {
    case "TEXT_VIDEO":
      return firstFrame(call, request.image_input_s3uri, "image_input_s3uri").map((image) => ({
        taskType,
        textToVideoParams: { text: prompt, ...(image === undefined ? {} : { images: [image] }) },
        videoGenerationConfig: { durationSeconds, ...config },
      }));
    case "MULTI_SHOT_AUTOMATED":
      return okAsync({
        taskType,
        multiShotAutomatedParams: { text: prompt },
        videoGenerationConfig: { durationSeconds, ...config },
      });
    case "MULTI_SHOT_MANUAL":
      return inOrder(request.shots ?? [], ({ text, image_s3uri }) =>
        firstFrame(call, image_s3uri, "shots").map((image) => ({ text, ...(image === undefined ? {} : { image }) })),
      ).map((shots) => ({ taskType, multiShotManualParams: { shots }, videoGenerationConfig: config }));
  }
};

const frame = { width: 1280, height: 720 };

/** Nova Reel takes frames of exactly the video's size. Nothing is stretched or cut here, which would spoil the picture. */
const firstFrame = (
  call: AwsCall,
  uri: string | undefined,
  field: string,
): ResultAsync<JsonObject | undefined, ToolError> => {
  if (uri === undefined) return okAsync(undefined);
  return sourceImage(call, uri, field).andThen((image) => {
    const size = imageSize(image);
    if (size === undefined || size.width !== frame.width || size.height !== frame.height) {
      const found = size === undefined ? "of unknown size" : `${size.width}x${size.height} pixels`;
      const problem = `${uri} is ${found}, but a first frame has to be ${frame.width}x${frame.height}`;
      return errAsync(invalidField(field, problem, "Crop or scale the image to that size first."));
    }
    return okAsync({ format: image.format, source: { bytes: image.bytes.toString("base64") } });
  });
};
