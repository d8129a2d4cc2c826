import * as z from "@tsunagu/core/zod";

/*
 * What RetrieveAndGenerate can be told, in the API's own names. It is strict at every level: the SDK leaves out what it does
 * not know, and a setting that is silently dropped is worse than an error.
 */

const model = () => z.string().min(1).max(2048);
const json = () => z.record(z.string(), z.json());
const promptTemplate = () => z.strictObject({ textPromptTemplate: z.string().min(1).max(4000) });
const performanceConfig = () => z.strictObject({ latency: z.enum(["standard", "optimized"]) });
const inferenceConfig = () =>
  z.strictObject({
    textInferenceConfig: z.strictObject({
      temperature: z.number().min(0).max(1).optional(),
      topP: z.number().min(0).max(1).optional(),
      maxTokens: z.int().min(0).max(65_536).optional(),
      stopSequences: z.array(z.string().min(1).max(1000)).max(4).optional(),
    }),
  });
const fields = () =>
  z
    .array(z.strictObject({ fieldName: z.string().min(1).max(2000) }))
    .min(1)
    .max(100);
const rerankingConfiguration = () =>
  z.strictObject({
    type: z.literal("BEDROCK_RERANKING_MODEL"),
    bedrockRerankingConfiguration: z.strictObject({
      modelConfiguration: z.strictObject({ modelArn: model(), additionalModelRequestFields: json().optional() }),
      numberOfRerankedResults: z.int().min(1).max(100).optional(),
      metadataConfiguration: z
        .strictObject({
          selectionMode: z.enum(["SELECTIVE", "ALL"]),
          selectiveModeConfiguration: z
            .union([z.strictObject({ fieldsToInclude: fields() }), z.strictObject({ fieldsToExclude: fields() })])
            .optional(),
        })
        .optional(),
    }),
  });

const retrievalConfiguration = () =>
  z.strictObject({
    vectorSearchConfiguration: z
      .strictObject({
        numberOfResults: z.int().min(1).max(100).optional(),
        overrideSearchType: z.enum(["HYBRID", "SEMANTIC"]).optional(),
        filter: json().optional(),
        rerankingConfiguration: rerankingConfiguration().optional(),
        implicitFilterConfiguration: z
          .strictObject({
            modelArn: model(),
            metadataAttributes: z
              .array(
                z.strictObject({
                  key: z.string().min(1).max(256),
                  type: z.enum(["STRING", "NUMBER", "BOOLEAN", "STRING_LIST"]),
                  description: z.string().min(1).max(1024),
                }),
              )
              .min(1)
              .max(25),
          })
          .optional(),
      })
      .optional(),
    managedSearchConfiguration: z
      .strictObject({
        numberOfResults: z.int().min(1).max(100).optional(),
        filter: json().optional(),
        rerankingModelType: z.enum(["CUSTOM", "MANAGED", "NONE"]).optional(),
        rerankingConfiguration: rerankingConfiguration().optional(),
      })
      .optional(),
  });

const generation = () => ({
  promptTemplate: promptTemplate().optional(),
  guardrailConfiguration: z
    .strictObject({
      guardrailId: z
        .string()
        .max(64)
        .regex(/^[a-z0-9]+$/),
      guardrailVersion: z
        .string()
        .max(5)
        .regex(/^([1-9][0-9]*|DRAFT)$/),
    })
    .optional(),
  inferenceConfig: inferenceConfig().optional(),
  additionalModelRequestFields: json().optional(),
  performanceConfig: performanceConfig().optional(),
});

/** How to search a knowledge base and write the answer. */
export const knowledgeBaseConfiguration = () =>
  z.strictObject({
    knowledgeBaseId: z
      .string()
      .max(10)
      .regex(/^[0-9a-zA-Z]{10}$/),
    modelArn: model(),
    retrievalConfiguration: retrievalConfiguration().optional(),
    generationConfiguration: z.strictObject(generation()).optional(),
    orchestrationConfiguration: z
      .strictObject({
        promptTemplate: promptTemplate().optional(),
        inferenceConfig: inferenceConfig().optional(),
        additionalModelRequestFields: json().optional(),
        queryTransformationConfiguration: z.strictObject({ type: z.literal("QUERY_DECOMPOSITION") }).optional(),
        performanceConfig: performanceConfig().optional(),
      })
      .optional(),
  });

/** Which document to answer from, and how. */
export const externalSourcesConfiguration = () =>
  z.strictObject({
    modelArn: model(),
    sources: z
      .array(
        z.strictObject({
          sourceType: z.enum(["S3", "BYTE_CONTENT"]),
          s3Location: z
            .strictObject({
              uri: z
                .string()
                .max(1100)
                .regex(/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/.{1,1024}$/),
            })
            .optional(),
          byteContent: z
            .strictObject({
              identifier: z.string().min(1).max(1024).describe("The document's name."),
              contentType: z
                .string()
                .max(41)
                .regex(/^[a-z]{1,20}\/.{1,20}$/),
              data: z.base64().min(4).max(14_000_000).describe("The document, at most 10 MB, in base64."),
            })
            .optional(),
        }),
      )
      .length(1),
    generationConfiguration: z.strictObject(generation()).optional(),
  });
