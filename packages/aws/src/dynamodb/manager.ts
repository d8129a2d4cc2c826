import { awsTool } from "../connector.ts";
import { operations } from "./manager-operations.ts";
import { type Answer, input, output } from "./manager-schema.ts";
import { valueNotes } from "./values.ts";

/**
 * Creates a table, and puts, gets, deletes and scans items.
 *
 * @see Amazon DynamoDB API Reference, CreateTable, PutItem, GetItem, DeleteItem, Scan
 */
export const dynamodbManager = awsTool({
  name: "dynamodb_manager",
  title: "Work with a DynamoDB table",
  description: `Creates a DynamoDB table (on-demand capacity), or puts, gets or deletes one item by its key, or scans a page of items. put_item replaces an item of that key unless if_not_exists is true. A missing item is answered with found false. ${valueNotes}`,
  effect: { kind: "destroy", idempotent: true },
  effectOf: ({ operation_type }) => {
    if (operation_type === "get_item" || operation_type === "scan") return { kind: "read" };
    return { kind: operation_type === "delete_item" ? "destroy" : "write", idempotent: true };
  },
  permissions: [
    "dynamodb:CreateTable",
    "dynamodb:DescribeTable",
    "dynamodb:PutItem",
    "dynamodb:GetItem",
    "dynamodb:DeleteItem",
    "dynamodb:Scan",
  ],
  deadlineMs: 10 * 60_000,
  input,
  output,

  plan: (request) => {
    const key = `${request.partition_key_name} = ${request.partition_key}${request.sort_key === undefined ? "" : `, ${request.sort_key_name} = ${request.sort_key}`}`;
    if (request.operation_type === "create_table") return `Creates the DynamoDB table ${request.table_name}.`;
    const verb = request.operation_type === "delete_item" ? "Deletes from" : "Puts into";
    return `${verb} the DynamoDB table ${request.table_name} the item with ${key}.`;
  },

  execute: (request, call) => operations[request.operation_type](request, call),

  present: (answer) => [{ type: "text", text: textOf(answer) }],
});

const textOf = (answer: Answer): string => {
  const { table_name } = answer;
  switch (answer.operation_type) {
    case "create_table":
      return answer.created
        ? `Created the table ${table_name} (${answer.table_status}).`
        : `The table ${table_name} exists already.`;
    case "put_item":
      return `Put the item into ${table_name}.`;
    case "delete_item":
      return answer.found ? `Deleted the item from ${table_name}.` : `There was no such item in ${table_name}.`;
    case "scan":
      return JSON.stringify({ Items: answer.Items, Count: answer.Count, ScannedCount: answer.ScannedCount });
    default:
      return answer.found ? JSON.stringify(answer.item) : `There is no such item in ${table_name}.`;
  }
};
