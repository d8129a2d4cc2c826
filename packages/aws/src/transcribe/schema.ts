import { fileInput } from "@tsunagu/core/schemas";
import * as z from "@tsunagu/core/zod";
import { bucketName } from "../s3/schema.ts";

const languageCode = /^[a-z]{2,3}-[A-Z]{2}$/;
const languageCodes = /^[a-z]{2,3}-[A-Z]{2}(\s*[|,]\s*[a-z]{2,3}-[A-Z]{2})*$/;
const toxicityLanguage = "en-US";
const resourceName = () =>
  z
    .string()
    .min(1)
    .max(200)
    .regex(/^[0-9a-zA-Z._-]+$/, "may hold letters, digits, `.`, `_` and `-`");

export const jobName = () =>
  resourceName().describe("The job's name, as transcribe_start_job or a `timeout` tells it.");

/** What the tools that transcribe take. */
export const transcriptionFields = () => ({
  file_url: z
    .string()
    .min(8)
    .max(8192)
    .regex(/^(https?|s3):\/\//, "is not an http, https or s3 address")
    .optional()
    .describe(
      "Address of the recording: `https://…` (copied to s3_bucket_name) or `s3://bucket/key` (used where it is).",
    ),
  input_file: fileInput.optional().describe("The recording as a file, instead of file_url."),
  s3_bucket_name: bucketName()
    .optional()
    .describe(
      "Bucket that the recording is copied to, in the connection's region. Needed unless file_url is an s3:// address.",
    ),
  language_code: z
    .string()
    .max(10)
    .regex(languageCode, "is not a language code such as ja-JP")
    .optional()
    .describe("Language of the recording, such as `ja-JP`. Then no language is identified."),
  identify_language: z
    .boolean()
    .default(true)
    .describe(
      "Find the one language that is spoken. Has no effect beside language_code or identify_multiple_languages.",
    ),
  identify_multiple_languages: z.boolean().default(false).describe("Find several languages in one recording."),
  language_options: z
    .string()
    .max(1000)
    .regex(languageCodes, "is not a list of language codes joined by |")
    .optional()
    .describe("Languages that may be spoken, joined by `|`, such as `ja-JP|en-US`: two or more, to identify among."),
  ShowSpeakerLabels: z.boolean().default(true).describe("Tell speakers apart."),
  MaxSpeakerLabels: z.int().min(2).max(30).default(2).describe("Most speakers to tell apart."),
  media_format: z
    .enum(["mp3", "mp4", "wav", "flac", "ogg", "amr", "webm", "m4a"])
    .optional()
    .describe("Format of the recording; by default found by Transcribe."),
  vocabulary_name: resourceName().optional().describe("Custom vocabulary of the account to use. Needs language_code."),
  subtitle_formats: z
    .array(z.enum(["vtt", "srt"]))
    .max(2)
    .default([])
    .describe("Subtitle files to make."),
  redact_pii: z
    .boolean()
    .default(false)
    .describe("Replace personal data by `[PII]`; only the redacted transcript is made. Only for some languages."),
  pii_entity_types: z
    .array(z.string().regex(/^[A-Z_]{3,50}$/, "is not a kind of personal data such as NAME"))
    .max(29)
    .default([])
    .describe(
      "Kinds of personal data to replace, such as NAME, EMAIL, PHONE, ADDRESS. By default all. Needs redact_pii.",
    ),
  detect_toxicity: z
    .boolean()
    .default(false)
    .describe("Also score how toxic the speech is, by its words and its tone. Only with language_code en-US."),
  output_bucket_name: bucketName()
    .optional()
    .describe("Bucket of yours for transcript and subtitles; by default Transcribe keeps them itself, for 90 days."),
  output_kms_key_id: z
    .string()
    .min(1)
    .max(2048)
    .regex(/^[A-Za-z0-9][\w:/+=,@.-]*$/, "is not a KMS key's id, ARN or alias")
    .optional()
    .describe("KMS key to encrypt the output with. Needs output_bucket_name."),
});

/** Whether each word is wanted, of the tools that read a transcript. */
export const includeWords = () =>
  z.boolean().default(false).describe("Also return every word with its times and confidence.");

export interface TranscriptionRequest {
  readonly file_url?: string | undefined;
  readonly input_file?: z.output<typeof fileInput> | undefined;
  readonly s3_bucket_name?: string | undefined;
  readonly language_code?: string | undefined;
  readonly identify_language: boolean;
  readonly identify_multiple_languages: boolean;
  readonly language_options?: string | undefined;
  readonly ShowSpeakerLabels: boolean;
  readonly MaxSpeakerLabels: number;
  readonly media_format?: "mp3" | "mp4" | "wav" | "flac" | "ogg" | "amr" | "webm" | "m4a" | undefined;
  readonly vocabulary_name?: string | undefined;
  readonly subtitle_formats: readonly ("vtt" | "srt")[];
  readonly redact_pii: boolean;
  readonly pii_entity_types: readonly string[];
  readonly detect_toxicity: boolean;
  readonly output_bucket_name?: string | undefined;
  readonly output_kms_key_id?: string | undefined;
}

/** Refuses what Transcribe would refuse, or would take for something else, before anything is copied. */
export const checkTranscription = (input: TranscriptionRequest, context: z.RefinementCtx): void => {
  const refuse = (field: keyof TranscriptionRequest, message: string): void => {
    context.addIssue({ code: "custom", path: [field], message });
  };
  if (input.file_url === undefined && input.input_file === undefined) refuse("file_url", "or input_file is needed");
  if (input.file_url !== undefined && input.input_file !== undefined) {
    refuse("input_file", "is given beside file_url; give one of the two");
  }
  const copied =
    input.input_file !== undefined || (input.file_url !== undefined && !input.file_url.startsWith("s3://"));
  if (copied && input.s3_bucket_name === undefined) {
    refuse("s3_bucket_name", "is needed to copy the recording to");
  }
  if (input.language_code !== undefined && input.identify_multiple_languages) {
    refuse("identify_multiple_languages", "and language_code exclude each other");
  }
  if (input.language_code === undefined && !input.identify_language && !input.identify_multiple_languages) {
    refuse("language_code", "is needed when no language is to be identified");
  }
  if (input.language_options !== undefined && languageList(input.language_options).length < 2) {
    refuse("language_options", "needs two languages or more");
  }
  if (input.vocabulary_name !== undefined && input.language_code === undefined) {
    refuse("vocabulary_name", "needs language_code");
  }
  if (input.pii_entity_types.length > 0 && !input.redact_pii) refuse("pii_entity_types", "needs redact_pii");
  if (input.detect_toxicity && input.language_code !== toxicityLanguage) {
    refuse("detect_toxicity", `needs language_code ${toxicityLanguage}: Transcribe knows no other language for it`);
  }
  if (input.output_kms_key_id !== undefined && input.output_bucket_name === undefined) {
    refuse("output_kms_key_id", "needs output_bucket_name");
  }
};

/** The languages of a list joined by `|`, each once. */
export const languageList = (text: string): string[] => [...new Set(text.split(/[|,]/).map((each) => each.trim()))];
