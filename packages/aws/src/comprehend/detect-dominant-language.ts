import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { dominantLanguage } from "./dominant-language.ts";

const maxTextBytes = 100 * 1024;

/**
 * Tells the language of a text.
 *
 * @see Amazon Comprehend API Reference, DetectDominantLanguage
 */
export const comprehendDetectDominantLanguage = awsTool({
  name: "comprehend_detect_dominant_language",
  title: "Detect the language of a text",
  description:
    "Tells which language a text is in, with Amazon Comprehend: every candidate with its score, the likeliest first. " +
    "Texts of 20 characters and more are told reliably; at most 100 KiB.",
  effect: { kind: "read" },
  permissions: ["comprehend:DetectDominantLanguage"],

  input: () =>
    z.strictObject({
      text: z
        .string()
        .max(maxTextBytes)
        .regex(/\S/, "is empty")
        .refine((text) => Buffer.byteLength(text) <= maxTextBytes, "is larger than 100 KiB")
        .describe("The text."),
    }),

  output: () =>
    z.object({
      language_code: z
        .string()
        .nullable()
        .describe("The likeliest, such as `ja` or `zh-TW` (RFC 5646); null when none is found."),
      score: z.number().nullable().describe("0 to 1."),
      languages: z.array(z.object({ language_code: z.string(), score: z.number() })),
    }),

  execute: ({ text }, call) =>
    dominantLanguage(text, call).map((languages) => ({
      language_code: languages[0]?.language_code ?? null,
      score: languages[0]?.score ?? null,
      languages,
    })),

  present: ({ language_code }) => [{ type: "text", text: language_code ?? "No language was found." }],
});
