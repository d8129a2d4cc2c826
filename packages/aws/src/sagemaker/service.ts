import { awsService } from "../service.ts";

/** Amazon SageMaker Runtime. */
export const sagemaker = awsService(
  "sagemaker-runtime",
  () => import("@aws-sdk/client-sagemaker-runtime"),
  (sdk, config) => new sdk.SageMakerRuntimeClient(config),
);
