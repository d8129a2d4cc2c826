import { toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { err, ok } from "neverthrow";
import { awsTool } from "../connector.ts";
import { describeParameter, parameterFacts } from "./parameter.ts";
import { clearer, parameterReference, withDecryption } from "./schema.ts";
import { ssm } from "./service.ts";

/**
 * Reads one parameter, at a version or a label if wanted.
 *
 * @see AWS Systems Manager API Reference, GetParameter
 */
export const ssmGetParameter = awsTool({
  name: "ssm_get_parameter",
  title: "Get a parameter",
  description:
    "Reads one parameter of AWS Systems Manager Parameter Store. The value of a SecureString is returned only with with_decryption; " +
    "it is then a secret in the answer, so ask for it only where it is needed. Use ssm_get_parameters_by_path for a whole path.",
  effect: { kind: "read" },
  permissions: ["ssm:GetParameter", "kms:Decrypt"],
  credentialOutputs: ["value"],

  input: () => z.strictObject({ name: parameterReference(), with_decryption: withDecryption() }),
  output: () => z.object(parameterFacts()),

  execute: ({ name, with_decryption }, call) =>
    ssm(call, (sdk) => new sdk.GetParameterCommand({ Name: name, WithDecryption: with_decryption }))
      .mapErr(clearer)
      .andThen(({ Parameter }) =>
        Parameter === undefined
          ? err(toolError("upstream", "Parameter Store answered without a parameter."))
          : ok(describeParameter(Parameter, with_decryption)),
      ),

  present: ({ name, type, value }) => [{ type: "text", text: value ?? `${name} (${type}, not decrypted)` }],
});
