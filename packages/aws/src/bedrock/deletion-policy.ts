import type { DataSource } from "@aws-sdk/client-bedrock-agent";
import { type ToolError, toolError } from "@tsunagu/core";
import { errAsync, okAsync, type ResultAsync } from "neverthrow";
import type { AwsCall } from "../service.ts";
import { bedrockAgent } from "./service.ts";

interface DataSourceKey {
  readonly knowledge_base_id: string;
  readonly data_source_id: string;
}

/** What became of the policy. */
export interface PolicyChange {
  readonly policy: "RETAIN" | "DELETE";
  readonly previous: string | null;
  readonly changed: boolean;
}

/**
 * Sets what happens to a data source's vectors when it is deleted: a setting of the data source, not of a job. Everything else
 * of the data source stays as it is, and nothing is sent when the policy is the wanted one already.
 *
 * @see Agents for Amazon Bedrock API Reference, UpdateDataSource
 */
export const setDeletionPolicy = (
  call: AwsCall,
  key: DataSourceKey,
  policy: "RETAIN" | "DELETE",
): ResultAsync<PolicyChange, ToolError> =>
  bedrockAgent(
    call,
    (sdk) => new sdk.GetDataSourceCommand({ knowledgeBaseId: key.knowledge_base_id, dataSourceId: key.data_source_id }),
  ).andThen(({ dataSource }) => {
    const previous = dataSource?.dataDeletionPolicy ?? null;
    if (previous === policy) return okAsync({ policy, previous, changed: false });
    return update(call, key, policy, dataSource).map(() => ({ policy, previous, changed: true }));
  });

const update = (
  call: AwsCall,
  key: DataSourceKey,
  policy: "RETAIN" | "DELETE",
  current: DataSource | undefined,
): ResultAsync<unknown, ToolError> =>
  bedrockAgent(
    call,
    (sdk) =>
      new sdk.UpdateDataSourceCommand({
        knowledgeBaseId: key.knowledge_base_id,
        dataSourceId: key.data_source_id,
        name: current?.name,
        description: current?.description,
        dataSourceConfiguration: current?.dataSourceConfiguration,
        serverSideEncryptionConfiguration: current?.serverSideEncryptionConfiguration,
        vectorIngestionConfiguration: current?.vectorIngestionConfiguration,
        dataDeletionPolicy: policy,
      }),
  ).orElse((error) => errAsync(error.origin?.code === "ValidationException" ? unsettable(error, policy) : error));

const unsettable = (error: ToolError, policy: string): ToolError =>
  toolError("unsupported", `This data source does not take data_deletion_policy ${policy}: ${error.message}`, {
    ...(error.origin === undefined ? {} : { origin: error.origin }),
    hint: "Start the job without data_deletion_policy; the policy only counts when the data source is deleted.",
  });
