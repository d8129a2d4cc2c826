import { type JsonValue, type ToolError, toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { err, ok, type Result } from "neverthrow";
import { awsTool } from "../connector.ts";
import { isJson } from "../json-text.ts";
import { invocationDeadlineMs, invokeFunction, textOf } from "./invoke.ts";
import { lambdaName } from "./schema.ts";

const languageCode = () =>
  z
    .string()
    .min(2)
    .max(35)
    .regex(/^[A-Za-z]{2,8}([_-][A-Za-z0-9]{1,8})*$/, "is not a language code");

/**
 * Asks a translation function of the aws-samples kind for terms, segments or a translation.
 * Its effect is `destroy`: the input names the function, and any function can do whatever its role allows.
 *
 * @see aws-samples, rag-based-translation-with-dynamodb-and-bedrock
 * @see AWS Lambda API Reference, Invoke
 */
export const lambdaTranslateUtils = awsTool({
  name: "lambda_translate_utils",
  title: "Translate with a Lambda function",
  description:
    "Sends text to a translation function that is deployed in the account (the aws-samples sample that translates with terms " +
    "from DynamoDB and a Bedrock model) and returns what it answers: the terms it knows (term_mapping), the text in segments " +
    "(segment_only), or the translation (translate). For other functions use lambda_invoker.",
  effect: { kind: "destroy", idempotent: false, openWorld: true },
  permissions: ["lambda:InvokeFunction"],
  deadlineMs: invocationDeadlineMs,

  input: () =>
    z
      .strictObject({
        text_content: z.string().min(1).max(1_000_000).describe("The text."),
        src_lang: languageCode().describe(
          "Language code of the text, such as `ja_JP`, as the function's terms have it.",
        ),
        dest_lang: languageCode().describe("Language code to translate into, such as `en_US`."),
        model_id: z
          .string()
          .min(1)
          .max(2048)
          .optional()
          .describe(
            "Bedrock model id or inference profile that the function translates with. Needed for request_type translate; which " +
              "models it can use depends on the function's region and role.",
          ),
        dictionary_name: z
          .string()
          .max(256)
          .default("")
          .describe("The dictionary of terms that the function looks in; empty for none."),
        request_type: z
          .enum(["term_mapping", "segment_only", "translate"])
          .default("term_mapping")
          .describe("What to do with the text."),
        lambda_name: lambdaName().default("translate_tool"),
      })
      .superRefine(({ request_type, model_id }, context) => {
        if (request_type === "translate" && model_id === undefined) {
          const message = "is needed to translate; give a model that is enabled in the function's region";
          context.addIssue({ code: "custom", path: ["model_id"], message });
        }
      }),

  output: () =>
    z.object({
      response_text: z.string().describe("What the function answered, as text."),
      response_json: z.json().describe("The same as JSON, if it is JSON."),
      function_name: z.string(),
      executed_version: z.string().nullable(),
      request_id: z.string().nullable(),
    }),

  plan: ({ lambda_name, request_type, text_content }) =>
    `Runs the Lambda function ${lambda_name} (${request_type}) on ${text_content.length} characters of text.`,

  execute: (input, call) =>
    invokeFunction(call, {
      lambda_name: input.lambda_name,
      payload_json: JSON.stringify({
        src_contents: [input.text_content],
        src_lang: input.src_lang,
        dest_lang: input.dest_lang,
        dictionary_id: input.dictionary_name,
        request_type: input.request_type,
        ...(input.model_id === undefined ? {} : { model_id: input.model_id }),
      }),
    }).andThen(({ payload, executed_version, request_id }) =>
      readable(payload, input.lambda_name).map((text) => ({
        response_text: text,
        response_json: isJson(text) ? (JSON.parse(text) as JsonValue) : null,
        function_name: input.lambda_name,
        executed_version,
        request_id,
      })),
    ),

  present: ({ response_text }) => [{ type: "text", text: response_text }],
});

const readable = (payload: Uint8Array, functionName: string): Result<string, ToolError> => {
  const text = textOf(payload);
  return text === undefined
    ? err(toolError("upstream", `The function ${functionName} answered with bytes that are not UTF-8 text.`))
    : ok(text);
};
