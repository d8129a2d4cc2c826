import { noConnector, type ToolError, toolError, toolFor } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { errAsync, ResultAsync } from "neverthrow";
import { bleu } from "./bleu.ts";
import { meteor } from "./meteor.ts";
import { nist } from "./nist.ts";
import { tokensOf } from "./tokens.ts";

const text = () => z.string().max(20_000);

/**
 * Scores a translation against a reference by what their words have in common. Contacts nobody.
 *
 * @see sacrebleu documentation, sentence_bleu
 * @see NLTK documentation, nltk.translate
 */
export const translationEvaluator = toolFor(noConnector)({
  name: "translation_evaluator",
  title: "Score a translation",
  description:
    "Scores a translation against a reference translation with BLEU (0 to 100), METEOR (0 to 1) and NIST (from 0, open above). Texts " +
    "are cut into words as jieba does, so it suits Chinese and languages that set spaces. METEOR matches equal words and stems, not " +
    "synonyms. Runs here: no model and no service is asked.",
  effect: { kind: "read" },
  permissions: [],

  input: () =>
    z
      .strictObject({
        source: text().optional().describe("The text that was translated. No score depends on it."),
        translation: text().optional().describe("The translation to score. Needed."),
        label: text().optional().describe("The reference: how the translation should read. Needed."),
        model_endpoint: z
          .string()
          .max(2048)
          .optional()
          .describe("Leave empty. No form of a request to a scoring model is defined for it."),
      })
      .superRefine((input, context) => {
        for (const field of ["translation", "label"] as const) {
          if ((input[field] ?? "").trim() === "") {
            context.addIssue({
              code: "custom",
              path: [field],
              message: "is empty; a translation and a label are needed",
            });
          }
        }
      }),

  output: () =>
    z.object({
      metric: z.object({
        sacrebleu: z.number().describe("BLEU, 0 to 100."),
        meteor: z.number().describe("METEOR without synonyms, 0 to 1."),
        nist: z.number().nullable().describe("NIST; null for a translation of fewer than five words."),
      }),
      translation_tokens: z.array(z.string()).describe("The translation's words, as they were compared."),
      label_tokens: z.array(z.string()).describe("The reference's words."),
    }),

  execute: ({ translation = "", label = "", model_endpoint = "" }) =>
    model_endpoint.trim() === ""
      ? ResultAsync.fromPromise(Promise.all([tokensOf(translation), tokensOf(label)]), notLoaded).map(
          ([translation_tokens, label_tokens]) => ({
            metric: {
              sacrebleu: bleu(translation_tokens, label_tokens),
              meteor: meteor(translation_tokens, label_tokens),
              nist: nist(translation_tokens, label_tokens),
            },
            translation_tokens,
            label_tokens,
          }),
        )
      : errAsync(
          toolError("unsupported", "model_endpoint: scoring by a model is not offered.", {
            hint: "Leave model_endpoint empty for BLEU, METEOR and NIST, or ask a model for its judgement with bedrock_converse.",
          }),
        ),
});

const notLoaded = (): ToolError => toolError("internal", "The dictionary of words could not be loaded.");
