import type { Parsed, ToolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { okAsync, type ResultAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import type { AwsCall } from "../service.ts";
import { describeParameter, parameterFacts } from "./parameter.ts";
import { clearer, withDecryption } from "./schema.ts";
import { ssm } from "./service.ts";

/** Parameter Store gives no more at once. */
const pageSize = 10;

const input = () =>
  z.strictObject({
    path: z
      .string()
      .min(1)
      .max(1011)
      .regex(/^\/[\w./-]*$/, "does not begin with a slash, or holds a character that names may not have")
      .describe("Where they are, such as `/app/db`; `/` is everything."),
    recursive: z.boolean().default(false).describe("Also what lies deeper than one level below the path."),
    with_decryption: withDecryption(),
    max_results: z.int().min(1).max(500).default(50).describe("Most parameters to return."),
    next_token: z.string().min(1).max(8192).optional().describe("next_token of the last answer, to go on."),
  });

const parameter = () => z.object(parameterFacts());

/**
 * Reads the parameters below a path.
 *
 * @see AWS Systems Manager API Reference, GetParametersByPath
 */
export const ssmGetParametersByPath = awsTool({
  name: "ssm_get_parameters_by_path",
  title: "Get parameters by path",
  description:
    "Reads the parameters of AWS Systems Manager Parameter Store below a path, with all pages up to max_results. SecureString values are returned only with with_decryption. " +
    "To go on, call again with the next_token of the last answer.",
  effect: { kind: "read" },
  permissions: ["ssm:GetParametersByPath", "kms:Decrypt"],
  credentialOutputs: ["value"],
  input,

  output: () =>
    z.object({
      path: z.string(),
      parameter_count: z.int().min(0),
      parameters: z.array(parameter()),
      next_token: z.string().nullable(),
    }),

  execute: (request, call) =>
    pages(request, call, [], request.next_token)
      .map(({ parameters, next_token }) => ({
        path: request.path,
        parameter_count: parameters.length,
        parameters,
        next_token,
      }))
      .mapErr(clearer),

  present: ({ path, parameters, next_token }) => {
    const count = `${parameters.length} parameters below ${path}${next_token === null ? "" : ", and there are more"}`;
    return [{ type: "text", text: [count, ...parameters.map(({ name, type }) => `${name} (${type})`)].join("\n") }];
  },
});

interface Found {
  readonly parameters: Parsed<ReturnType<typeof parameter>>[];
  readonly next_token: string | null;
}

const pages = (
  request: Parsed<ReturnType<typeof input>>,
  call: AwsCall,
  parameters: Found["parameters"],
  token: string | undefined,
): ResultAsync<Found, ToolError> =>
  ssm(
    call,
    (sdk) =>
      new sdk.GetParametersByPathCommand({
        Path: request.path,
        Recursive: request.recursive,
        WithDecryption: request.with_decryption,
        MaxResults: Math.min(pageSize, request.max_results - parameters.length),
        ...(token === undefined ? {} : { NextToken: token }),
      }),
  ).andThen(({ Parameters = [], NextToken }) => {
    const found = [...parameters, ...Parameters.map((each) => describeParameter(each, request.with_decryption))];
    if (NextToken === undefined || found.length >= request.max_results) {
      return okAsync({ parameters: found, next_token: NextToken ?? null });
    }
    return pages(request, call, found, NextToken);
  });
