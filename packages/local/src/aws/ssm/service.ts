import { AwsError } from "../errors.ts";
import { createJsonService, jsonAnswer } from "../json-service.ts";
import type { KeyRing } from "../keys.ts";
import type { Service } from "../service.ts";
import { SsmInput } from "./input.ts";
import { ssmOperations } from "./operations.ts";
import { createParameterStore } from "./store.ts";

const contentType = "application/x-amz-json-1.1";
const maxBodyBytes = 1024 * 1024;

/** Parameter Store of AWS Systems Manager. SecureString values are kept as they are, and only look encrypted. */
export const createSsmService = ({ keys, region }: { keys: KeyRing; region: string }): Service => {
  const store = createParameterStore(region);
  return createJsonService({
    name: "ssm",
    contentType,
    maxBodyBytes,
    keys,
    handle: async ({ request, operation, body, verified }) => {
      const handle = ssmOperations.get(operation);
      if (handle === undefined) {
        throw new AwsError(400, "UnknownOperationException", `The local server does not implement ${operation}.`);
      }
      const call = { input: new SsmInput(body), store, now: request.receivedAt, userArn: verified.key.identity.arn };
      return jsonAnswer(contentType, handle(call));
    },
  });
};
