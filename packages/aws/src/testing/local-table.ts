import { randomBytes } from "node:crypto";
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import type { LocalAws } from "@tsunagu/local";

/** Makes a table of its own, past all tools: keys `id` (text) and `at` (number), and the global index `by_kind` on the text `kind`. */
export const makeLocalTable = async ({ url, region, credentials }: LocalAws): Promise<string> => {
  const client = new DynamoDBClient({ endpoint: url, region, credentials });
  const TableName = `table-${randomBytes(6).toString("hex")}`;
  const table = new CreateTableCommand({
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [
      { AttributeName: "id", AttributeType: "S" },
      { AttributeName: "at", AttributeType: "N" },
      { AttributeName: "kind", AttributeType: "S" },
    ],
    KeySchema: [
      { AttributeName: "id", KeyType: "HASH" },
      { AttributeName: "at", KeyType: "RANGE" },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: "by_kind",
        KeySchema: [{ AttributeName: "kind", KeyType: "HASH" }],
        Projection: { ProjectionType: "ALL" },
      },
    ],
  });
  await client.send(table);
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1 }, { TableName });
  client.destroy();
  return TableName;
};
