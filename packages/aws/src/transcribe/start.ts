import type { LanguageCode, PiiEntityType, StartTranscriptionJobCommandInput } from "@aws-sdk/client-transcribe";
import type { ToolError } from "@tsunagu/core";
import type { ResultAsync } from "neverthrow";
import type { AwsCall } from "../service.ts";
import { languageList, type TranscriptionRequest } from "./schema.ts";
import { clearer, transcribe } from "./service.ts";

/**
 * Starts a job on a recording in S3.
 *
 * @see Amazon Transcribe API Reference, StartTranscriptionJob
 */
export const startJob = (
  call: AwsCall,
  name: string,
  mediaUri: string,
  request: TranscriptionRequest,
): ResultAsync<string, ToolError> =>
  transcribe(call, (sdk) => new sdk.StartTranscriptionJobCommand(members(name, mediaUri, request)))
    .map(({ TranscriptionJob }) => TranscriptionJob?.TranscriptionJobStatus ?? "QUEUED")
    .mapErr(clearer);

const members = (name: string, mediaUri: string, request: TranscriptionRequest): StartTranscriptionJobCommandInput => ({
  TranscriptionJobName: name,
  Media: { MediaFileUri: mediaUri },
  ...languageMembers(request),
  ...settings(request),
  ...(request.media_format === undefined ? {} : { MediaFormat: request.media_format }),
  ...(request.subtitle_formats.length === 0 ? {} : { Subtitles: { Formats: [...request.subtitle_formats] } }),
  ...(request.output_bucket_name === undefined ? {} : { OutputBucketName: request.output_bucket_name }),
  ...(request.output_kms_key_id === undefined ? {} : { OutputEncryptionKMSKeyId: request.output_kms_key_id }),
  ...(request.detect_toxicity ? { ToxicityDetection: [{ ToxicityCategories: ["ALL"] }] } : {}),
  ...(request.redact_pii ? { ContentRedaction: redaction(request) } : {}),
});

/** A language that is told is not looked for: Transcribe refuses both together. */
const languageMembers = (request: TranscriptionRequest): Partial<StartTranscriptionJobCommandInput> => {
  if (request.language_code !== undefined) return { LanguageCode: request.language_code as LanguageCode };
  const options =
    request.language_options === undefined
      ? {}
      : { LanguageOptions: languageList(request.language_options) as LanguageCode[] };
  return request.identify_multiple_languages
    ? { IdentifyMultipleLanguages: true, ...options }
    : { IdentifyLanguage: true, ...options };
};

const settings = (request: TranscriptionRequest): Partial<StartTranscriptionJobCommandInput> => {
  const speakers = request.ShowSpeakerLabels
    ? { ShowSpeakerLabels: true, MaxSpeakerLabels: request.MaxSpeakerLabels }
    : {};
  const vocabulary = request.vocabulary_name === undefined ? {} : { VocabularyName: request.vocabulary_name };
  const all = { ...speakers, ...vocabulary };
  return Object.keys(all).length === 0 ? {} : { Settings: all };
};

const redaction = ({ pii_entity_types }: TranscriptionRequest) => ({
  RedactionType: "PII" as const,
  RedactionOutput: "redacted" as const,
  ...(pii_entity_types.length === 0 ? {} : { PiiEntityTypes: pii_entity_types as PiiEntityType[] }),
});
