import { invalidField, isObject, type ToolError, toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { err, ok, type Result, ResultAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import type { AwsCall } from "../service.ts";
import { invocationDeadlineMs, invokeFunction, textOf } from "./invoke.ts";
import { lambdaName } from "./schema.ts";

/** What an alias may be repeated to, so that a small text cannot become a huge one. */
const maxAliases = 100;

/**
 * Turns YAML into JSON: here, or by a function of the account that takes `{body}` and answers `{statusCode, body}`.
 * Its effect with a function is `destroy`: any function can do whatever its role allows.
 *
 * @see YAML Ain't Markup Language, version 1.2
 * @see AWS Lambda API Reference, Invoke
 */
export const lambdaYamlToJson = awsTool({
  name: "lambda_yaml_to_json",
  title: "Turn YAML into JSON",
  description:
    "Turns one YAML document into JSON text. Without lambda_name it is done here and nothing is sent anywhere; with lambda_name, " +
    "a Lambda function does it that takes `{body}` and answers `{statusCode, body}`.",
  effect: { kind: "destroy", idempotent: false, openWorld: true },
  effectOf: ({ lambda_name }) =>
    lambda_name === undefined ? { kind: "read" } : { kind: "destroy", idempotent: false, openWorld: true },
  permissions: ["lambda:InvokeFunction"],
  deadlineMs: invocationDeadlineMs,

  input: () =>
    z.strictObject({
      yaml_content: z.string().min(1).max(1_000_000).describe("The YAML document."),
      lambda_name: lambdaName()
        .optional()
        .describe("A function that does it, by name or ARN. Leave it out to have it done here."),
    }),

  output: () =>
    z.object({
      body: z.string().describe("The JSON text."),
      function_name: z.string().nullable().describe("Null when it was done here."),
      executed_version: z.string().nullable(),
      request_id: z.string().nullable(),
    }),

  plan: ({ lambda_name, yaml_content }) =>
    lambda_name === undefined
      ? "Changes nothing."
      : `Runs the Lambda function ${lambda_name} on ${yaml_content.length} characters of YAML.`,

  execute: ({ yaml_content, lambda_name }, call) =>
    lambda_name === undefined ? convertHere(yaml_content) : convertByFunction(yaml_content, lambda_name, call),

  present: ({ body }) => [{ type: "text", text: body }],
});

interface Converted {
  readonly body: string;
  readonly function_name: string | null;
  readonly executed_version: string | null;
  readonly request_id: string | null;
}

const convertHere = (yaml: string): ResultAsync<Converted, ToolError> =>
  ResultAsync.fromPromise(
    import("yaml").then(({ parse }) => JSON.stringify(parse(yaml, { maxAliasCount: maxAliases })) ?? "null"),
    (cause) => invalidField("yaml_content", problemOf(cause)),
  ).map((body) => ({ body, function_name: null, executed_version: null, request_id: null }));

const problemOf = (cause: unknown): string =>
  `is not one YAML document: ${(cause instanceof Error ? cause.message : "").split("\n")[0]}`;

const convertByFunction = (yaml: string, functionName: string, call: AwsCall): ResultAsync<Converted, ToolError> =>
  invokeFunction(call, { lambda_name: functionName, payload_json: JSON.stringify({ body: yaml }) }).andThen(
    ({ payload, executed_version, request_id }) =>
      bodyIn(textOf(payload), functionName).map((body) => ({
        body,
        function_name: functionName,
        executed_version,
        request_id,
      })),
  );

const bodyIn = (text: string | undefined, functionName: string): Result<string, ToolError> => {
  const answer = parse(text ?? "");
  const status = isObject(answer) ? answer["statusCode"] : undefined;
  const body = isObject(answer) ? answer["body"] : undefined;
  if (typeof status !== "number" || typeof body !== "string") {
    return err(
      toolError("upstream", `The function ${functionName} did not answer with {statusCode, body}.`, {
        hint: "Leave lambda_name out to have the YAML turned into JSON here.",
      }),
    );
  }
  return status === 200
    ? ok(body)
    : err(
        toolError("upstream", `The function ${functionName} answered with status ${status}: ${body.slice(0, 500)}`, {
          details: { function_name: functionName, status_code: status },
        }),
      );
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not JSON: told apart by what is missing
  }
};
