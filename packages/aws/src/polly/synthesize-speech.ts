import type { Readable } from "node:stream";
import type { LanguageCode, SynthesizeSpeechCommandInput, VoiceId } from "@aws-sdk/client-polly";
import type { Parsed } from "@tsunagu/core";
import { fileOutput } from "@tsunagu/core/schemas";
import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { polly } from "./service.ts";

const maxTextCharacters = 6_000;

const formats = {
  mp3: { ending: "mp3", rates: ["8000", "16000", "22050", "24000", "44100", "48000"] },
  ogg_vorbis: { ending: "ogg", rates: ["8000", "16000", "22050", "24000", "44100", "48000"] },
  ogg_opus: { ending: "opus", rates: ["48000"] },
  pcm: { ending: "pcm", rates: ["8000", "16000"] },
  mulaw: { ending: "ulaw", rates: ["8000"] },
  alaw: { ending: "alaw", rates: ["8000"] },
} as const;

const input = () =>
  z
    .strictObject({
      text: z
        .string()
        .max(maxTextCharacters)
        .regex(/\S/, "is empty")
        .describe("What to speak: up to 3000 characters that are charged for, 6000 with SSML tags."),
      text_type: z.enum(["text", "ssml"]).default("text").describe("Plain text, or SSML in a `<speak>` element."),
      voice_id: z
        .string()
        .min(2)
        .max(40)
        .regex(/^[A-Za-z]+$/, "is not a voice's id")
        .describe("The voice, such as `Takumi`, `Kazuha` or `Tomoko` (Japanese), `Joanna` or `Matthew` (US English)."),
      engine: z
        .enum(["standard", "neural", "long-form", "generative"])
        .default("neural")
        .describe("The engine; not every voice and region has each."),
      language_code: z
        .string()
        .min(2)
        .max(10)
        .regex(/^[a-z]{2,3}(-[A-Z0-9]{2,3})?$/, "is not a language code such as ja-JP")
        .optional()
        .describe("Language to speak, for a voice of several languages."),
      output_format: z
        .enum(["mp3", "ogg_vorbis", "ogg_opus", "pcm", "mulaw", "alaw"])
        .default("mp3")
        .describe("Format of the audio; pcm is 16-bit, mono, little-endian, without a header."),
      sample_rate: z
        .enum(["8000", "16000", "22050", "24000", "44100", "48000"])
        .optional()
        .describe("Hertz. By default the best of voice and format."),
      lexicon_names: z
        .array(z.string().regex(/^[0-9A-Za-z]{1,20}$/, "is not a lexicon's name"))
        .max(5)
        .default([])
        .describe("Pronunciation lexicons of the account to use."),
    })
    .superRefine((value, context) => {
      const rates: readonly string[] = formats[value.output_format].rates;
      if (value.sample_rate !== undefined && !rates.includes(value.sample_rate)) {
        const message = `is not one that ${value.output_format} can have: ${rates.join(", ")}`;
        context.addIssue({ code: "custom", path: ["sample_rate"], message });
      }
    });

/**
 * Speaks text, streaming the audio out as a file.
 *
 * @see Amazon Polly API Reference, SynthesizeSpeech
 */
export const pollySynthesizeSpeech = awsTool({
  name: "polly_synthesize_speech",
  title: "Speak text with Polly",
  description:
    "Speaks up to 3000 characters of text with a voice of Amazon Polly and returns the audio as a file. Text is charged for by character. " +
    "With SSML, pauses, emphasis and pronunciation can be told. For longer texts call it piece by piece.",
  effect: { kind: "read" },
  permissions: ["polly:SynthesizeSpeech", "polly:GetLexicon"],
  input,

  output: () =>
    z.object({
      file: fileOutput,
      content_type: z.string(),
      request_characters: z.int().nullable().describe("Characters that are charged for."),
      voice_id: z.string(),
      engine: z.string(),
    }),

  execute: (request, call) =>
    polly(call, (sdk) => new sdk.SynthesizeSpeechCommand(members(request))).andThen((answer) => {
      const name = `speech.${formats[request.output_format].ending}`;
      const mediaType = answer.ContentType ?? "application/octet-stream";
      return call.files.write({ name, mediaType, body: answer.AudioStream as Readable }).map(({ uri, size }) => ({
        file: { uri, name, media_type: mediaType, size },
        content_type: mediaType,
        request_characters: answer.RequestCharacters ?? null,
        voice_id: request.voice_id,
        engine: request.engine,
      }));
    }),

  present: ({ file, voice_id, request_characters }) => [
    { type: "file", file },
    {
      type: "text",
      text: `${voice_id} speaks ${request_characters ?? "the"} characters (${file.media_type}, ${file.size} bytes).`,
    },
  ],
});

const members = (request: Parsed<ReturnType<typeof input>>): SynthesizeSpeechCommandInput => ({
  Text: request.text,
  TextType: request.text_type,
  VoiceId: request.voice_id as VoiceId,
  Engine: request.engine,
  OutputFormat: request.output_format,
  ...(request.language_code === undefined ? {} : { LanguageCode: request.language_code as LanguageCode }),
  ...(request.sample_rate === undefined ? {} : { SampleRate: request.sample_rate }),
  ...(request.lexicon_names.length === 0 ? {} : { LexiconNames: request.lexicon_names }),
});
