import { invalidField, isObject, type JsonObject, type ToolError, toolError } from "@tsunagu/core";
import { err, errAsync, ok, type Result, type ResultAsync } from "neverthrow";
import type { ReadImage } from "../bedrock/input-files.ts";
import { bedrockRuntime } from "../bedrock/service.ts";
import type { AwsCall } from "../service.ts";

/** What is to be embedded. */
export interface EmbeddingRequest {
  readonly model: EmbeddingModel;
  /** Numbers of the vector. */
  readonly size: number;
  readonly text?: string | undefined;
  readonly image?: ReadImage<"png" | "jpeg"> | undefined;
}

export const embeddingModels = [
  "amazon.titan-embed-image-v1",
  "amazon.titan-embed-text-v1",
  "amazon.titan-embed-text-v2:0",
  "cohere.embed-english-v3",
  "cohere.embed-multilingual-v3",
] as const;

export type EmbeddingModel = (typeof embeddingModels)[number];

/** The sizes of vectors that each model can make. */
export const embeddingSizes: Readonly<Record<EmbeddingModel, readonly number[]>> = {
  "amazon.titan-embed-image-v1": [1024, 384, 256],
  "amazon.titan-embed-text-v1": [1536],
  "amazon.titan-embed-text-v2:0": [1024, 512, 256],
  "cohere.embed-english-v3": [1024],
  "cohere.embed-multilingual-v3": [1024],
};

/**
 * The vector of a text or image, in the request and answer form of its model.
 *
 * @see Amazon Bedrock User Guide, Amazon Titan Multimodal Embeddings G1
 * @see Amazon Bedrock User Guide, Amazon Titan Embeddings Text
 * @see Amazon Bedrock User Guide, Cohere Embed v3
 */
export const embed = (call: AwsCall, request: EmbeddingRequest): ResultAsync<readonly number[], ToolError> => {
  const body = bodyFor(request);
  if (body.isErr()) return errAsync(body.error);
  return bedrockRuntime(
    call,
    (sdk) =>
      new sdk.InvokeModelCommand({
        modelId: request.model,
        contentType: "application/json",
        accept: "application/json",
        body: Buffer.from(JSON.stringify(body.value)),
      }),
  ).andThen((answer) => vectorIn(Buffer.from(answer.body ?? []).toString(), request));
};

const bodyFor = ({ model, size, text, image }: EmbeddingRequest): Result<JsonObject, ToolError> => {
  const base64 = image?.bytes.toString("base64");
  switch (model) {
    case "amazon.titan-embed-image-v1":
      return ok({
        ...(text === undefined ? {} : { inputText: text }),
        ...(base64 === undefined ? {} : { inputImage: base64 }),
        embeddingConfig: { outputEmbeddingLength: size },
      });
    case "amazon.titan-embed-text-v1":
      return textFor(model, text, base64).map((inputText) => ({ inputText }));
    case "amazon.titan-embed-text-v2:0":
      return textFor(model, text, base64).map((inputText) => ({ inputText, dimensions: size }));
    default:
      if (image !== undefined && text === undefined) {
        return ok({ images: [`data:image/${image.format};base64,${base64}`], input_type: "image" });
      }
      return textFor(model, text, base64).map((query) => ({ texts: [query], input_type: "search_query" }));
  }
};

const textFor = (model: string, text: string | undefined, image: string | undefined): Result<string, ToolError> =>
  text === undefined || image !== undefined
    ? err(
        invalidField(
          "embedding_model_id",
          `${model} does not take this image${text === undefined ? "" : " beside a text"}`,
          "Use amazon.titan-embed-image-v1, or search by text alone.",
        ),
      )
    : ok(text);

/** Titan answers `embedding`; Cohere `embeddings`, one for each input. */
const vectorIn = (body: string, { model, size }: EmbeddingRequest): Result<readonly number[], ToolError> => {
  const answer = parse(body);
  const embeddings = answer?.["embeddings"];
  const vector: unknown = answer?.["embedding"] ?? (Array.isArray(embeddings) ? embeddings[0] : undefined);
  if (!Array.isArray(vector) || !vector.every((each) => typeof each === "number")) {
    return err(toolError("upstream", `${model} answered without an embedding.`));
  }
  return vector.length === size
    ? ok(vector)
    : err(toolError("upstream", `${model} made a vector of ${vector.length} numbers instead of ${size}.`));
};

const parse = (body: string): Record<string, unknown> | undefined => {
  try {
    const answer: unknown = JSON.parse(body);
    return isObject(answer) ? answer : undefined;
  } catch {
    return undefined; // the caller says that there is no embedding
  }
};
