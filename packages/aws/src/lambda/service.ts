import { awsService } from "../service.ts";

/** AWS Lambda, for what can be asked again. */
export const lambda = awsService(
  "lambda",
  () => import("@aws-sdk/client-lambda"),
  (sdk, config) => new sdk.LambdaClient(config),
);

/** AWS Lambda, for running functions: sent once, because a function whose answer was lost has run all the same. */
export const lambdaOnce = awsService(
  "lambda-invoke",
  () => import("@aws-sdk/client-lambda"),
  (sdk, config) => new sdk.LambdaClient({ ...config, maxAttempts: 1 }),
);
