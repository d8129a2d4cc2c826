import type { RetrievalFilter } from "@aws-sdk/client-bedrock-agent-runtime";
import { invalidField, isObject, type ToolError } from "@tsunagu/core";
import { err, ok, type Result } from "neverthrow";

const comparisons: ReadonlySet<string> = new Set([
  "equals",
  "notEquals",
  "greaterThan",
  "greaterThanOrEquals",
  "lessThan",
  "lessThanOrEquals",
  "in",
  "notIn",
  "startsWith",
  "listContains",
  "stringContains",
]);
const groups: ReadonlySet<string> = new Set(["andAll", "orAll"]);
const deepest = 8;

/** How a filter is written, for descriptions. */
export const filterNotes =
  'One comparison, such as {"equals": {"key": "year", "value": 2026}}, or {"andAll": […]} or {"orAll": […]} of two or more. ' +
  `Comparisons: ${[...comparisons].join(", ")}.`;

/**
 * Checks a metadata filter. The SDK leaves out what it does not know, so that a misspelt comparison would find everything.
 *
 * @see Agents for Amazon Bedrock Runtime API Reference, RetrievalFilter
 */
export const retrievalFilter = (filter: unknown, field: string): Result<RetrievalFilter, ToolError> => {
  const problem = problemOf(filter, 1);
  return problem === undefined ? ok(filter as RetrievalFilter) : err(invalidField(field, problem, filterNotes));
};

const problemOf = (filter: unknown, depth: number): string | undefined => {
  if (!isObject(filter)) return "holds something that is not an object where a comparison belongs";
  const [entry, ...more] = Object.entries(filter);
  if (entry === undefined || more.length > 0) return "needs exactly one comparison or group in each object";
  const [operator, operand] = entry;
  if (groups.has(operator)) {
    if (!Array.isArray(operand) || operand.length < 2) return `${operator} needs a list of two or more`;
    if (depth >= deepest) return `is nested more than ${deepest} deep`;
    return operand.map((part) => problemOf(part, depth + 1)).find((problem) => problem !== undefined);
  }
  if (!comparisons.has(operator)) return `has the unknown comparison ${JSON.stringify(operator)}`;
  const valid =
    isObject(operand) && typeof operand["key"] === "string" && operand["key"] !== "" && operand["value"] !== undefined;
  if (!valid) return `${operator} needs an object of key and value`;
  const extra = Object.keys(operand).find((name) => name !== "key" && name !== "value");
  return extra === undefined ? undefined : `${operator} has the unknown member ${JSON.stringify(extra)}`;
};
