import type { MemoryMetadataFilterExpression } from "@aws-sdk/client-bedrock-agentcore";
import type { Parsed } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";

const comparisons = [
  "EQUALS_TO",
  "CONTAINS",
  "LESS_THAN",
  "LESS_THAN_OR_EQUALS",
  "GREATER_THAN",
  "GREATER_THAN_OR_EQUALS",
] as const;
const times = ["BEFORE", "AFTER"] as const;
const presences = ["EXISTS", "NOT_EXISTS"] as const;

/** Conditions on the metadata of memory records, as AgentCore compares them: five at most. */
export const metadataFilters = () =>
  z
    .array(
      z
        .strictObject({
          key: z.string().min(1).max(128).describe("The metadata's name."),
          operator: z.enum([...comparisons, ...times, ...presences]).default("EQUALS_TO"),
          value: z
            .union([z.string().min(1).max(256), z.number()])
            .optional()
            .describe("Text or number; with BEFORE and AFTER a time in ISO 8601; with EXISTS and NOT_EXISTS none."),
        })
        .superRefine(({ operator, value }, context) => {
          const message = valueProblem(operator, value);
          if (message !== undefined) context.addIssue({ code: "custom", path: ["value"], message });
        }),
    )
    .max(5)
    .default([])
    .describe("Only records whose metadata meets all of these conditions.");

type Filters = Parsed<ReturnType<typeof metadataFilters>>;
type Filter = Filters[number];

const isOneOf = (operators: readonly string[], operator: string): boolean => operators.includes(operator);

const valueProblem = (operator: Filter["operator"], value: Filter["value"]): string | undefined => {
  if (isOneOf(presences, operator)) return value === undefined ? undefined : `is given, and ${operator} takes none`;
  if (value === undefined) return `is missing; ${operator} compares with it`;
  if (!isOneOf(times, operator)) return undefined;
  return typeof value === "string" && !Number.isNaN(Date.parse(value)) ? undefined : "is not a time in ISO 8601";
};

/** The conditions as the API has them; nothing when there are none, because it takes no empty list. */
export const filterExpressions = (filters: Filters): { metadataFilters?: MemoryMetadataFilterExpression[] } =>
  filters.length === 0
    ? {}
    : {
        metadataFilters: filters.map(({ key, operator, value }) => ({
          left: { metadataKey: key },
          operator,
          ...(value === undefined ? {} : { right: { metadataValue: metadataValue(operator, value) } }),
        })),
      };

const metadataValue = (operator: Filter["operator"], value: string | number) => {
  if (isOneOf(times, operator)) return { dateTimeValue: new Date(value) };
  return typeof value === "number" ? { numberValue: value } : { stringValue: value };
};
