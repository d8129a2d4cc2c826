import { AwsError } from "./errors.ts";
import { refuseAsJson } from "./json-service.ts";
import type { Service } from "./service.ts";

/** Stands in for a service that is not here, and answers in AWS JSON, as most services do. */
export const createUnknownService = (signedFor: string): Service => ({
  name: "unknown",
  open: async () => ({
    operation: "Unknown",
    run: async () => {
      throw new AwsError(
        400,
        "UnknownOperationException",
        `The local server has no service "${signedFor}"; it has s3, dynamodb, sts and ssm.`,
      );
    },
  }),
  refuse: refuseAsJson("application/x-amz-json-1.0"),
  throttled: () => new AwsError(400, "ThrottlingException", "Rate exceeded"),
});
