import * as z from "@tsunagu/core/zod";
import { externalSourcesConfiguration, knowledgeBaseConfiguration } from "./rag-configuration.ts";
import { filterNotes } from "./retrieval-filter.ts";
import { checkGuardrail, knowledgeBaseId, modelId, optionalGuardrail } from "./schema.ts";

const fields = () =>
  z.strictObject({
    input: z.string().min(1).max(1000).describe("The question."),
    type: z
      .enum(["KNOWLEDGE_BASE", "EXTERNAL_SOURCES"])
      .describe("Whether to answer from a knowledge base or from one document that is given here."),
    knowledge_base_id: knowledgeBaseId()
      .optional()
      .describe("The knowledge base, for type KNOWLEDGE_BASE. With model_id."),
    model_id: modelId()
      .optional()
      .describe("Model that writes the answer: its ID, or the ID or ARN of an inference profile."),
    topk: z.int().min(1).max(100).optional().describe("Most passages that the answer is written from."),
    search_type: z.enum(["SEMANTIC", "HYBRID"]).optional().describe("How the knowledge base is searched."),
    metadata_filter: z.record(z.string(), z.json()).optional().describe(`Which documents to search. ${filterNotes}`),
    prompt_template: z
      .string()
      .min(1)
      .max(4000)
      .optional()
      .describe("Instructions for the answer; `$search_results$` in it is replaced by the passages."),
    ...optionalGuardrail(),
    s3_uri: z
      .string()
      .max(1100)
      .regex(/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/.{1,1024}$/, "is not s3://bucket/key")
      .optional()
      .describe("The document, for type EXTERNAL_SOURCES. With model_id."),
    knowledge_base_configuration: z
      .record(z.string(), z.json())
      .optional()
      .describe("All settings in the API's own form (knowledgeBaseConfiguration), instead of the fields above."),
    external_sources_configuration: z
      .record(z.string(), z.json())
      .optional()
      .describe("All settings in the API's own form (externalSourcesConfiguration), instead of s3_uri and model_id."),
    session_configuration: z
      .strictObject({
        kmsKeyArn: z
          .string()
          .max(2048)
          .regex(/^arn:aws[a-z-]*:kms:[a-zA-Z0-9-]*:[0-9]{12}:key\/[a-zA-Z0-9-]{36}$/, "is not a KMS key's ARN"),
      })
      .optional()
      .describe("KMS key that encrypts the session."),
    session_id: z
      .string()
      .min(2)
      .max(100)
      .regex(/^[0-9a-zA-Z._:-]+$/, "is not a session_id of an earlier answer")
      .optional()
      .describe("session_id of an earlier answer, to go on with that conversation."),
    user_id: z.string().min(1).max(1024).optional().describe("User whose access rights the search respects."),
    result_type: z
      .enum(["json", "text", "text-with-citations"])
      .default("text")
      .describe("How the answer is put as text: alone (text), with its sources, or not at all (json)."),
    stream: z
      .boolean()
      .default(false)
      .describe("Send the text piece by piece while it is written; the whole answer comes at the end all the same."),
  });

type Fields = z.output<ReturnType<typeof fields>>;

/** The input of bedrock_retrieve_and_generate: single fields, or a whole configuration of the API's. */
export const ragInput = () =>
  fields().superRefine((value, context) => {
    checkGuardrail(value, context);
    if (value.stream && value.result_type === "json") {
      refuse(context, ["stream"], "sends text, which result_type json leaves out");
    }
    const ofKnowledgeBase = value.type === "KNOWLEDGE_BASE";
    const whole = ofKnowledgeBase ? "knowledge_base_configuration" : "external_sources_configuration";
    const single = singleFields[value.type];
    const alien = singleFields[ofKnowledgeBase ? "EXTERNAL_SOURCES" : "KNOWLEDGE_BASE"].filter(
      (name) => !single.includes(name) && value[name] !== undefined,
    );
    for (const name of alien) refuse(context, [name], `does not go with type ${value.type}`);
    if (value[whole] === undefined) {
      const needed = ofKnowledgeBase ? (["knowledge_base_id", "model_id"] as const) : (["s3_uri", "model_id"] as const);
      for (const name of needed) {
        if (value[name] === undefined)
          refuse(context, [name], `is needed for type ${value.type}, unless ${whole} is given`);
      }
      return;
    }
    for (const name of single.filter((each) => value[each] !== undefined)) {
      refuse(context, [name], `is given beside ${whole}; put it in there`);
    }
    const parsed = (ofKnowledgeBase ? knowledgeBaseConfiguration() : externalSourcesConfiguration()).safeParse(
      value[whole],
    );
    for (const issue of parsed.error?.issues ?? []) refuse(context, [whole, ...issue.path], issue.message);
  });

/** The fields that stand for a configuration, by type. */
const singleFields: Readonly<Record<Fields["type"], readonly (keyof Fields)[]>> = {
  KNOWLEDGE_BASE: [
    "knowledge_base_id",
    "model_id",
    "topk",
    "search_type",
    "metadata_filter",
    "prompt_template",
    "guardrail_id",
    "guardrail_version",
  ],
  EXTERNAL_SOURCES: ["s3_uri", "model_id", "prompt_template", "guardrail_id", "guardrail_version"],
};

const refuse = (context: z.RefinementCtx, path: PropertyKey[], message: string): void => {
  context.addIssue({ code: "custom", path, message });
};
