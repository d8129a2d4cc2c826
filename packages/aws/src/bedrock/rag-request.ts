import type {
  RetrieveAndGenerateCommandInput,
  RetrieveAndGenerateConfiguration,
} from "@aws-sdk/client-bedrock-agent-runtime";
import type { Parsed, ToolError } from "@tsunagu/core";
import { err, ok, type Result, type ResultAsync } from "neverthrow";
import type { AwsCall } from "../service.ts";
import { modelArn } from "./model-arn.ts";
import { externalSourcesConfiguration, knowledgeBaseConfiguration } from "./rag-configuration.ts";
import type { ragInput } from "./rag-input.ts";
import { retrievalFilter } from "./retrieval-filter.ts";

type Request = Parsed<ReturnType<typeof ragInput>>;
type KnowledgeBase = Parsed<ReturnType<typeof knowledgeBaseConfiguration>>;
type ExternalSources = Parsed<ReturnType<typeof externalSourcesConfiguration>>;

/** What is asked of Bedrock: the configuration that was given whole, or the one that the single fields make. */
export const ragRequest = (request: Request, call: AwsCall): ResultAsync<RetrieveAndGenerateCommandInput, ToolError> =>
  configurationOf(request, call).map((configuration) => ({
    input: { text: request.input },
    retrieveAndGenerateConfiguration: configuration,
    ...(request.session_id === undefined ? {} : { sessionId: request.session_id }),
    ...(request.session_configuration === undefined ? {} : { sessionConfiguration: request.session_configuration }),
    ...(request.user_id === undefined ? {} : { userContext: { userId: request.user_id } }),
  }));

const configurationOf = (request: Request, call: AwsCall): ResultAsync<RetrieveAndGenerateConfiguration, ToolError> => {
  if (request.type === "EXTERNAL_SOURCES") {
    const given = externalSources(request);
    return modelArn(call, given.modelArn).map((arn) => ({
      type: "EXTERNAL_SOURCES" as const,
      externalSourcesConfiguration: { ...given, modelArn: arn, sources: given.sources.map(withBytes) },
    }));
  }
  const given = knowledgeBase(request);
  return checkFilters(given, request).asyncAndThen(() =>
    modelArn(call, given.modelArn).map((arn) => ({
      type: "KNOWLEDGE_BASE" as const,
      knowledgeBaseConfiguration: {
        ...given,
        modelArn: arn,
      } as RetrieveAndGenerateConfiguration["knowledgeBaseConfiguration"],
    })),
  );
};

const knowledgeBase = (request: Request): KnowledgeBase => {
  if (request.knowledge_base_configuration !== undefined) {
    return knowledgeBaseConfiguration().parse(request.knowledge_base_configuration);
  }
  const { topk, search_type, metadata_filter } = request;
  const search = {
    ...(topk === undefined ? {} : { numberOfResults: topk }),
    ...(search_type === undefined ? {} : { overrideSearchType: search_type }),
    ...(metadata_filter === undefined ? {} : { filter: metadata_filter }),
  };
  return {
    knowledgeBaseId: request.knowledge_base_id ?? "",
    modelArn: request.model_id ?? "",
    ...(Object.keys(search).length === 0 ? {} : { retrievalConfiguration: { vectorSearchConfiguration: search } }),
    ...generationOf(request),
  };
};

const externalSources = (request: Request): ExternalSources => {
  if (request.external_sources_configuration !== undefined) {
    return externalSourcesConfiguration().parse(request.external_sources_configuration);
  }
  return {
    modelArn: request.model_id ?? "",
    sources: [{ sourceType: "S3", s3Location: { uri: request.s3_uri ?? "" } }],
    ...generationOf(request),
  };
};

const generationOf = ({ prompt_template, guardrail_id, guardrail_version }: Request) => {
  const generationConfiguration = {
    ...(prompt_template === undefined ? {} : { promptTemplate: { textPromptTemplate: prompt_template } }),
    ...(guardrail_id === undefined || guardrail_version === undefined
      ? {}
      : { guardrailConfiguration: { guardrailId: guardrail_id, guardrailVersion: guardrail_version } }),
  };
  return Object.keys(generationConfiguration).length === 0 ? {} : { generationConfiguration };
};

const withBytes = ({ byteContent, ...source }: ExternalSources["sources"][number]) => ({
  ...source,
  ...(byteContent === undefined
    ? {}
    : { byteContent: { ...byteContent, data: Buffer.from(byteContent.data, "base64") } }),
});

const checkFilters = (given: KnowledgeBase, request: Request): Result<void, ToolError> => {
  const field = request.metadata_filter === undefined ? "knowledge_base_configuration" : "metadata_filter";
  const { vectorSearchConfiguration, managedSearchConfiguration } = given.retrievalConfiguration ?? {};
  const filters = [vectorSearchConfiguration?.filter, managedSearchConfiguration?.filter];
  const failed = filters
    .filter((filter) => filter !== undefined)
    .map((filter) => retrievalFilter(filter, field))
    .find((checked) => checked.isErr());
  return failed?.isErr() ? err(failed.error) : ok();
};
