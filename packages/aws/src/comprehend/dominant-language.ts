import type { ToolError } from "@tsunagu/core";
import type { ResultAsync } from "neverthrow";
import type { AwsCall } from "../service.ts";
import { comprehend } from "./service.ts";

export interface DetectedLanguage {
  /** RFC 5646, such as `ja` or `zh-TW`. */
  readonly language_code: string;
  /** 0 to 1. */
  readonly score: number;
}

/**
 * The languages that a text may be in, the likeliest first.
 *
 * @see Amazon Comprehend API Reference, DetectDominantLanguage
 */
export const dominantLanguage = (text: string, call: AwsCall): ResultAsync<DetectedLanguage[], ToolError> =>
  comprehend(call, (sdk) => new sdk.DetectDominantLanguageCommand({ Text: text })).map(({ Languages = [] }) =>
    Languages.map(({ LanguageCode = "", Score = 0 }) => ({ language_code: LanguageCode, score: Score })).toSorted(
      (one, other) => other.score - one.score,
    ),
  );
