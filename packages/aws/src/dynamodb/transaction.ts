import { type ToolError, toolError } from "@tsunagu/core";

/**
 * A cancelled transaction with the reason of each action, in `details.reasons`: index and code. Reasons that pass (a conflict
 * with another transaction, throttling) make it retryable.
 *
 * @see Amazon DynamoDB API Reference, TransactWriteItems (TransactionCanceledException)
 */
export const withReasons = (error: ToolError, field: string): ToolError => {
  if (error.origin?.code !== "TransactionCanceledException") return error;
  const codes = (/\[([^[\]]*)\]$/.exec(error.message)?.[1] ?? "").split(/,\s*/);
  const reasons = codes.flatMap((code, index) => (code === "" || code === "None" ? [] : [{ index, code }]));
  if (reasons.length === 0) return error;
  const named = reasons.map(({ index, code }) => `${field}[${index}] ${code}`).join(", ");
  const passing = reasons.every(({ code }) => passingReasons.has(code));
  const wrong = reasons.some(({ code }) => code === "ValidationError");
  return toolError(wrong ? "invalid_input" : "conflict", `The transaction was cancelled, nothing is done: ${named}.`, {
    retryable: passing,
    origin: error.origin,
    details: { reasons },
  });
};

const passingReasons: ReadonlySet<string> = new Set([
  "TransactionConflict",
  "ThrottlingError",
  "ProvisionedThroughputExceeded",
]);
