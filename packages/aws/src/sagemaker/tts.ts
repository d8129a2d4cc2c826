import { type JsonObject, type Parsed, type ToolContext, type ToolError, toolError } from "@tsunagu/core";
import { fileOutput } from "@tsunagu/core/schemas";
import * as z from "@tsunagu/core/zod";
import { err, ok, okAsync, type Result, type ResultAsync } from "neverthrow";
import { dominantLanguage } from "../comprehend/dominant-language.ts";
import { awsTool } from "../connector.ts";
import type { AwsSession } from "../session.ts";
import { invokeEndpoint, unexpectedAnswer } from "./invoke-endpoint.ts";
import { sagemakerEndpoint } from "./schema.ts";

const maxTextCharacters = 20_000;

/** The fields that each way of speaking needs. */
const needed = {
  PresetVoice: ["voice"],
  CloneVoice: ["mock_voice_audio", "mock_voice_text"],
  CloneVoice_CrossLingual: ["mock_voice_audio"],
  InstructVoice: ["voice", "voice_instruct_prompt"],
} as const;

const input = () =>
  z
    .strictObject({
      sagemaker_endpoint: sagemakerEndpoint(),
      tts_text: z.string().max(maxTextCharacters).regex(/\S/, "is empty").describe("The text to speak."),
      tts_infer_type: z
        .enum(["PresetVoice", "CloneVoice", "CloneVoice_CrossLingual", "InstructVoice"])
        .describe(
          "PresetVoice needs voice; CloneVoice mock_voice_audio and mock_voice_text; CloneVoice_CrossLingual mock_voice_audio; InstructVoice voice and voice_instruct_prompt.",
        ),
      voice: z
        .enum(["中文男", "中文女", "粤语女", "英文男", "英文女", "日语男", "韩语女"])
        .optional()
        .describe(
          "A preset voice: Chinese man or woman, Cantonese woman, English man or woman, Japanese man, Korean woman.",
        ),
      mock_voice_audio: z
        .string()
        .max(2048)
        .regex(/^(https?|s3):\/\//, "is not an http, https or s3 address")
        .optional()
        .describe("Address of a sample of the voice to clone. The endpoint fetches it."),
      mock_voice_text: z.string().min(1).max(2000).optional().describe("What is said in the sample."),
      voice_instruct_prompt: z.string().min(1).max(2000).optional().describe("How to speak, in words."),
      download_audio: z.boolean().default(true).describe("Also fetch the audio and return it as a file."),
    })
    .superRefine((value, context) => {
      for (const field of needed[value.tts_infer_type]) {
        if (value[field] !== undefined) continue;
        context.addIssue({ code: "custom", path: [field], message: `is needed by ${value.tts_infer_type}` });
      }
    });

/**
 * Speaks text with a CosyVoice-like container on a SageMaker endpoint, which stores the audio in S3 and answers with a link.
 *
 * @see Amazon SageMaker Runtime API Reference, InvokeEndpoint
 * @see Amazon Comprehend API Reference, DetectDominantLanguage
 */
export const sagemakerTts = awsTool({
  name: "sagemaker_tts",
  title: "Speak text with SageMaker",
  description:
    "Speaks text with a CosyVoice model on a SageMaker endpoint (the container of aws-samples), in a preset voice, a cloned voice, or a voice described in words. " +
    "Returns the audio as a file and the link that the endpoint gives. CloneVoice_CrossLingual asks Amazon Comprehend for the text's language. " +
    "For managed voices use polly_synthesize_speech.",
  effect: { kind: "write", idempotent: false },
  permissions: ["sagemaker:InvokeEndpoint", "comprehend:DetectDominantLanguage"],
  deadlineMs: 10 * 60_000,
  credentialOutputs: ["s3_presign_url"],
  input,

  output: () =>
    z.object({
      s3_presign_url: z.string().describe("Link to the audio, as the endpoint gives it."),
      file: fileOutput.nullable(),
      lang_tag: z.string().nullable().describe("The language told to the model (CloneVoice_CrossLingual)."),
    }),

  plan: ({ sagemaker_endpoint, tts_text }) =>
    `Has the endpoint ${sagemaker_endpoint} speak ${tts_text.length} characters and store the audio.`,

  execute: (request, call) =>
    languageTag(request, call).andThen((tag) =>
      invokeEndpoint(call, request.sagemaker_endpoint, bodyOf(request, tag))
        .andThen((answer) => linkIn(answer, request.sagemaker_endpoint))
        .andThen((link) => audioOf(link, request, call).map((file) => ({ s3_presign_url: link, file, lang_tag: tag }))),
    ),

  present: ({ s3_presign_url, file }) => [
    ...(file === null ? [] : [{ type: "file" as const, file }]),
    { type: "text", text: s3_presign_url },
  ],
});

type Request = Parsed<ReturnType<typeof input>>;
type Call = ToolContext<AwsSession>;

const languageTags: Readonly<Record<string, string>> = {
  zh: "<|zh|>",
  "zh-TW": "<|yue|>",
  en: "<|en|>",
  ja: "<|jp|>",
  ko: "<|ko|>",
};

const languageTag = (request: Request, call: Call): ResultAsync<string | null, ToolError> =>
  request.tts_infer_type === "CloneVoice_CrossLingual"
    ? dominantLanguage(request.tts_text, call).map(([first]) => languageTags[first?.language_code ?? ""] ?? "<|zh|>")
    : okAsync(null);

const bodyOf = (request: Request, tag: string | null): JsonObject => {
  const { tts_text, voice = "", mock_voice_audio = "", mock_voice_text = "", voice_instruct_prompt = "" } = request;
  switch (request.tts_infer_type) {
    case "PresetVoice":
      return { tts_text, role: voice };
    case "CloneVoice":
      return { tts_text, prompt_text: mock_voice_text, prompt_audio: mock_voice_audio };
    case "CloneVoice_CrossLingual":
      return { tts_text, prompt_audio: mock_voice_audio, lang_tag: tag };
    case "InstructVoice":
      return { tts_text, role: voice, instruct_text: voice_instruct_prompt };
  }
};

const linkIn = (answer: Record<string, unknown>, endpoint: string): Result<string, ToolError> => {
  const link = answer["s3_presign_url"];
  return typeof link === "string" && URL.canParse(link)
    ? ok(link)
    : err(unexpectedAnswer(endpoint, "{s3_presign_url}", answer));
};

const audioOf = (link: string, { download_audio }: Request, call: Call): ResultAsync<AudioFile | null, ToolError> => {
  if (!download_audio) return okAsync(null);
  return call.files
    .read({ uri: link })
    .andThen((audio) =>
      call.files.write(audio).map(({ uri, size }) => ({ uri, name: audio.name, media_type: audio.mediaType, size })),
    )
    .mapErr((error) =>
      toolError("partial", `The audio is made and stored, but could not be fetched: ${error.message}`, {
        partial: { done: [link], failed: ["file"], remaining: [] },
        hint: "Fetch it by the link in `partial.done`, or give download_audio false.",
      }),
    );
};

type AudioFile = Parsed<typeof fileOutput>;
