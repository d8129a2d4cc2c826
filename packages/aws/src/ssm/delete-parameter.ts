import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { clearer, parameterName } from "./schema.ts";
import { ssm } from "./service.ts";

/**
 * Deletes one parameter with all its versions.
 *
 * @see AWS Systems Manager API Reference, DeleteParameter
 */
export const ssmDeleteParameter = awsTool({
  name: "ssm_delete_parameter",
  title: "Delete a parameter",
  description:
    "Deletes one parameter of AWS Systems Manager Parameter Store with all its versions, for good. One that does not exist is not_found.",
  effect: { kind: "destroy", idempotent: true },
  permissions: ["ssm:DeleteParameter"],

  input: () => z.strictObject({ name: parameterName() }),
  output: () => z.object({ name: z.string(), deleted: z.boolean() }),

  plan: ({ name }) => `Deletes the parameter ${name} with all its versions.`,

  execute: ({ name }, call) =>
    ssm(call, (sdk) => new sdk.DeleteParameterCommand({ Name: name }))
      .map(() => ({ name, deleted: true }))
      .mapErr(clearer),

  present: ({ name }) => [{ type: "text", text: `Deleted ${name}.` }],
});
