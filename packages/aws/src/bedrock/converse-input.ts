import { fileInput } from "@tsunagu/core/schemas";
import * as z from "@tsunagu/core/zod";
import { checkGuardrail, modelId, optionalGuardrail } from "./schema.ts";

const text = () => z.string().min(1).max(1_000_000);

/** The input of bedrock_converse. */
export const converseInput = () =>
  z
    .strictObject({
      model_id: modelId().describe(
        "The model: its ID, or the ID or ARN of an inference profile, provisioned model or prompt router.",
      ),
      prompt: text().describe("What is said to the model."),
      system: text().optional().describe("Instructions for the whole conversation."),
      messages: z
        .array(z.strictObject({ role: z.enum(["user", "assistant"]), text: text() }))
        .max(200)
        .optional()
        .describe("What was said before prompt, beginning with the user and in turns."),
      images: z
        .array(fileInput)
        .max(20)
        .optional()
        .describe("Images for the model to look at: PNG, JPEG, GIF or WebP, 3.75 MB each at most."),
      documents: z
        .array(fileInput)
        .max(5)
        .optional()
        .describe(
          "Documents for the model to read: PDF, CSV, Word, Excel, HTML, text or Markdown, 4.5 MB each at most.",
        ),
      max_output: z.int().min(1).max(1_000_000).optional().describe("Most tokens of the answer."),
      temperature: z.number().min(0).max(1).optional().describe("How much chance there is in the answer."),
      top_p: z.number().min(0).max(1).optional().describe("Share of the likeliest tokens to choose from."),
      stop_sequences: z
        .array(z.string().min(1).max(1000))
        .max(100)
        .optional()
        .describe("Texts at which the answer ends."),
      additional_fields: z
        .record(z.string(), z.json())
        .optional()
        .describe("Further settings that only this model knows (additionalModelRequestFields), such as top_k."),
      ...optionalGuardrail(),
    })
    .superRefine((value, context) => {
      checkGuardrail(value, context);
      (value.messages ?? []).forEach(({ role }, index) => {
        if (role === (index % 2 === 0 ? "user" : "assistant")) return;
        const message = "the messages have to begin with the user, and take turns";
        context.addIssue({ code: "custom", path: ["messages", index, "role"], message });
      });
      if ((value.messages ?? []).at(-1)?.role === "user") {
        const message = "the last one has to be the assistant's, since prompt is the user's";
        context.addIssue({ code: "custom", path: ["messages"], message });
      }
    });
