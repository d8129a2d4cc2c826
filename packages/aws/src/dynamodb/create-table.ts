import type { TableDescription } from "@aws-sdk/client-dynamodb";
import { type Progress, type ToolError, toolError } from "@tsunagu/core";
import { errAsync, okAsync, type ResultAsync } from "neverthrow";
import type { AwsCall } from "../service.ts";
import { dynamodb } from "./service.ts";

interface TableRequest {
  readonly table_name: string;
  readonly partition_key_name?: string | undefined;
  readonly partition_key_type: "S" | "N" | "B";
  readonly sort_key_name?: string | undefined;
  readonly sort_key_type: "S" | "N" | "B";
  readonly wait: boolean;
}

interface TableState {
  readonly created: boolean;
  readonly status: string;
}

const longestWaitSeconds = 600;

/**
 * Creates an on-demand table and waits, until the call's deadline, for it to become active. A table of that name with the
 * same keys counts as done; with other keys it is a `conflict`.
 *
 * @see Amazon DynamoDB API Reference, CreateTable and DescribeTable
 */
export const createTable = (
  request: TableRequest,
  call: AwsCall & { report(progress: Progress): void },
): ResultAsync<TableState, ToolError> => {
  const keys = keysOf(request);
  return dynamodb(
    call,
    (sdk) =>
      new sdk.CreateTableCommand({
        TableName: request.table_name,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: keys.map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
        KeySchema: keys.map(({ name, role }) => ({ AttributeName: name, KeyType: role })),
      }),
  )
    .map(({ TableDescription: table }) => ({ created: true, status: table?.TableStatus ?? "CREATING" }))
    .orElse((error) => (error.origin?.code === "ResourceInUseException" ? existing(request, call) : errAsync(error)))
    .andThen((state) =>
      request.wait && state.status !== "ACTIVE" ? untilActive(request, state, call) : okAsync(state),
    );
};

const keysOf = (request: TableRequest) => [
  { name: request.partition_key_name ?? "", type: request.partition_key_type, role: "HASH" as const },
  ...(request.sort_key_name === undefined
    ? []
    : [{ name: request.sort_key_name, type: request.sort_key_type, role: "RANGE" as const }]),
];

const existing = (request: TableRequest, call: AwsCall): ResultAsync<TableState, ToolError> =>
  dynamodb(call, (sdk) => new sdk.DescribeTableCommand({ TableName: request.table_name })).andThen(({ Table }) => {
    if (Table?.TableStatus === "DELETING") {
      return errAsync(toolError("conflict", `The table ${request.table_name} is being deleted.`, { retryable: true }));
    }
    const wanted = keysOf(request).map(({ name, type, role }) => `${role} ${name} ${type}`);
    const present = keysIn(Table);
    if (wanted.join() === present.join()) return okAsync({ created: false, status: Table?.TableStatus ?? "ACTIVE" });
    return errAsync(
      toolError("conflict", `A table ${request.table_name} exists with other keys (${present.join(", ")}).`, {
        hint: "Choose another name, or use the table with the keys it has.",
      }),
    );
  });

const keysIn = (table: TableDescription | undefined): readonly string[] =>
  (table?.KeySchema ?? []).map(({ AttributeName, KeyType }) => {
    const type = table?.AttributeDefinitions?.find(
      (attribute) => attribute.AttributeName === AttributeName,
    )?.AttributeType;
    return `${KeyType} ${AttributeName} ${type}`;
  });

const untilActive = (
  request: TableRequest,
  state: TableState,
  call: AwsCall & { report(progress: Progress): void },
): ResultAsync<TableState, ToolError> => {
  call.report({ message: `Waiting for the table ${request.table_name} to become active` });
  return dynamodb
    .use(call, "DescribeTable (wait)", (client, sdk) =>
      sdk.waitUntilTableExists(
        { client, maxWaitTime: longestWaitSeconds, minDelay: 1, maxDelay: 10, abortSignal: call.signal },
        { TableName: request.table_name },
      ),
    )
    .map(() => ({ created: state.created, status: "ACTIVE" }))
    .mapErr((error) =>
      toolError(error.code, error.message, {
        ...error,
        details: { table_name: request.table_name, created: state.created, table_status: state.status },
      }),
    );
};
