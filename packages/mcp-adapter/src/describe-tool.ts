import type { StandardSchemaWithJSON, ToolAnnotations } from "@modelcontextprotocol/server";
import { type Effect, inputJsonSchema, type JsonSchema, outputJsonSchema, type Policy, type Tool } from "@tsunagu/core";

/** What a client is told about a tool. */
export interface ToolDescription {
  readonly title: string;
  readonly description: string;
  readonly inputSchema: StandardSchemaWithJSON;
  readonly outputSchema?: StandardSchemaWithJSON;
  readonly annotations: ToolAnnotations;
}

/**
 * A tool as MCP lists it. Where calls are only planned (a dry run), a tool that would write promises no output, since its
 * answer is a plan.
 */
export const describeTool = (tool: Tool, policy: Policy): ToolDescription => {
  const planned = policy.dryRun === true && tool.effect.kind !== "read";
  return {
    title: tool.title,
    description: tool.description,
    inputSchema: listed(inputJsonSchema(tool.input)),
    ...(planned ? {} : { outputSchema: listed(outputJsonSchema(tool.output)) }),
    annotations: { title: tool.title, ...hintsOf(tool.effect) },
  };
};

/** All four hints, explicitly: a client takes a missing one for the worst. */
const hintsOf = (effect: Effect): ToolAnnotations => ({
  readOnlyHint: effect.kind === "read",
  destructiveHint: effect.kind === "destroy",
  idempotentHint: effect.kind === "read" || effect.idempotent,
  openWorldHint: effect.openWorld ?? false,
});

/** A schema that the SDK lists as it is and does not validate with: the core does that, once, with its own words. */
const listed = (schema: JsonSchema): StandardSchemaWithJSON => ({
  "~standard": {
    version: 1,
    vendor: "tsunagu",
    validate: (value) => ({ value }),
    jsonSchema: { input: () => schema, output: () => schema },
  },
});
