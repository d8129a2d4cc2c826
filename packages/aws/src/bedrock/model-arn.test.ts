import { expect, test } from "vitest";
import { foundationModelArn } from "./model-arn.ts";

test.each([
  ["ap-northeast-1", "aws"],
  ["us-east-1", "aws"],
  ["cn-north-1", "aws-cn"],
  ["us-gov-west-1", "aws-us-gov"],
  ["us-iso-east-1", "aws-iso"],
  ["us-isob-east-1", "aws-iso-b"],
  ["eu-isoe-west-1", "aws-iso-e"],
  ["us-isof-south-1", "aws-iso-f"],
  ["eusc-de-east-1", "aws-eusc"],
])("seed defect: a model in %s is of the partition %s", (region, partition) => {
  expect(foundationModelArn("amazon.rerank-v1:0", region)).toBe(
    `arn:${partition}:bedrock:${region}::foundation-model/amazon.rerank-v1:0`,
  );
});
