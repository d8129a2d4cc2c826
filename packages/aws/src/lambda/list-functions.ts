import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { describeFunction, functionFacts } from "./configuration.ts";
import { lambda } from "./service.ts";

/**
 * Lists one page of the functions of an account in one region.
 *
 * @see AWS Lambda API Reference, ListFunctions
 */
export const lambdaListFunctions = awsTool({
  name: "lambda_list_functions",
  title: "List Lambda functions",
  description:
    "Lists the Lambda functions of the connection's region with runtime, memory and timeout. Values of environment variables are " +
    "never shown. Lambda may return fewer than max_items; to go on, call again with the next_marker of the last answer.",
  effect: { kind: "read" },
  permissions: ["lambda:ListFunctions"],

  input: () =>
    z.strictObject({
      max_items: z.int().min(1).max(50).default(50).describe("Most functions to return; Lambda gives 50 at a time."),
      marker: z.string().min(1).max(4096).optional().describe("next_marker of the last answer, to go on."),
      all_versions: z.boolean().default(false).describe("Also list each published version of each function."),
    }),

  output: () =>
    z.object({
      function_count: z.int().min(0),
      functions: z.array(z.object(functionFacts())),
      next_marker: z.string().nullable(),
    }),

  execute: (input, call) =>
    lambda(
      call,
      (sdk) =>
        new sdk.ListFunctionsCommand({
          MaxItems: input.max_items,
          ...(input.marker === undefined ? {} : { Marker: input.marker }),
          ...(input.all_versions ? { FunctionVersion: "ALL" } : {}),
        }),
    ).map(({ Functions = [], NextMarker }) => ({
      function_count: Functions.length,
      functions: Functions.map(describeFunction),
      next_marker: NextMarker ?? null,
    })),

  present: ({ functions, next_marker }) => {
    const lines = functions.map((each) => `${each.function_name} (${each.runtime ?? each.package_type ?? "unknown"})`);
    const count = `${functions.length} functions${next_marker === null ? "" : ", and there are more"}`;
    return [{ type: "text", text: [count, ...lines].join("\n") }];
  },
});
