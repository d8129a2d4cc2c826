import * as z from "@tsunagu/core/zod";

/** Fields that several Bedrock tools share. */
const resourceId = (what: string): z.ZodString =>
  z
    .string()
    .regex(/^[0-9a-zA-Z]{10}$/, `is not a ${what}'s ID (10 letters and digits)`)
    .max(10);

export const knowledgeBaseId = () =>
  resourceId("knowledge base").describe("ID of the knowledge base, 10 letters and digits. bedrock_kb_list finds it.");

/** Where Bedrock takes an ARN too, as for a knowledge base that another account shares. */
export const knowledgeBaseIdOrArn = () =>
  z
    .string()
    .max(2048)
    .regex(
      /^([0-9a-zA-Z]{10}|arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:knowledge-base\/[0-9a-zA-Z]{10})$/,
      "is neither a knowledge base's ID (10 letters and digits) nor its ARN",
    )
    .describe("ID (10 letters and digits) or ARN of the knowledge base. bedrock_kb_list finds it.");

export const dataSourceId = () =>
  resourceId("data source").describe(
    "ID of the data source, 10 letters and digits. bedrock_kb_list_data_sources finds it.",
  );

export const ingestionJobId = () =>
  resourceId("ingestion job").describe(
    "ID of the ingestion job, 10 letters and digits. bedrock_kb_start_ingestion_job and bedrock_list_ingestion_jobs tell it.",
  );

export const maxResults = () => z.int().min(1).max(1000).default(100).describe("Most entries of one page.");

export const nextToken = () =>
  z
    .string()
    .max(2048)
    .regex(/^\S+$/, "is not a token of an earlier answer")
    .optional()
    .describe("next_token of the last answer, to go on where it ended.");

export const allPages = () =>
  z
    .boolean()
    .default(false)
    .describe("Read on through all pages, up to 10,000 entries; max_results is then the size of a page.");

export const modelId = () =>
  z
    .string()
    .min(1)
    .max(2048)
    .regex(/^[\w.:/-]+$/, "is not a model's ID or ARN");

export const guardrailId = () =>
  z
    .string()
    .max(2048)
    .regex(
      /^([a-z0-9]+|arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:guardrail\/[a-z0-9]+)$/,
      "is neither a guardrail's ID nor its ARN",
    );

export const guardrailVersion = () =>
  z
    .string()
    .max(8)
    .regex(/^([1-9][0-9]{0,7}|DRAFT)$/, "is neither a version's number nor DRAFT")
    .describe("The guardrail's version: a number, or DRAFT.");

/** The guardrail that a call is put under, if any: ID and version together. */
export const optionalGuardrail = () => ({
  guardrail_id: guardrailId()
    .optional()
    .describe("Guardrail that input and answer have to pass. With guardrail_version."),
  guardrail_version: guardrailVersion().optional(),
});

/** Refuses half of a guardrail. */
export const checkGuardrail = (
  input: { readonly guardrail_id?: string | undefined; readonly guardrail_version?: string | undefined },
  context: z.RefinementCtx,
): void => {
  if ((input.guardrail_id === undefined) === (input.guardrail_version === undefined)) return;
  const missing = input.guardrail_id === undefined ? "guardrail_id" : "guardrail_version";
  context.addIssue({
    code: "custom",
    path: [missing],
    message: "guardrail_id and guardrail_version are given together",
  });
};
