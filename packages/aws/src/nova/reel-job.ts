import type { GetAsyncInvokeResponse } from "@aws-sdk/client-bedrock-runtime";
import type { Parsed, ToolContext, ToolError } from "@tsunagu/core";
import { fileOutput } from "@tsunagu/core/schemas";
import * as z from "@tsunagu/core/zod";
import type { ResultAsync } from "neverthrow";
import { bedrockRuntime } from "../bedrock/service.ts";
import { objectFile } from "../s3/object-file.ts";
import { parseS3Uri } from "../s3/uri.ts";
import type { AwsCall } from "../service.ts";
import type { AwsSession } from "../session.ts";

/** A video's job, as the tools tell it. */
export const reelJob = () =>
  z.object({
    invocation_arn: z.string(),
    status: z.string().describe("InProgress, Completed or Failed."),
    failure_message: z.string().nullable(),
    s3_uri: z.string().nullable().describe("The video in S3; it is there once the status is Completed."),
    submit_time: z.string().nullable().describe("ISO 8601, UTC."),
    end_time: z.string().nullable().describe("ISO 8601, UTC."),
    video: fileOutput.nullable().describe("The video itself, where it was asked for and is ready."),
  });

/** Asks how far a job is. */
export const jobState = (
  call: AwsCall,
  invocationArn: string,
): ResultAsync<Parsed<ReturnType<typeof reelJob>>, ToolError> =>
  bedrockRuntime(call, (sdk) => new sdk.GetAsyncInvokeCommand({ invocationArn })).map((job) => ({
    invocation_arn: job.invocationArn ?? invocationArn,
    status: job.status ?? "InProgress",
    failure_message: job.failureMessage ?? null,
    s3_uri: videoUri(job),
    submit_time: job.submitTime?.toISOString() ?? null,
    end_time: job.endTime?.toISOString() ?? null,
    video: null,
  }));

/** Where Bedrock writes the video: in a folder that is named after the job, unless it tells another. */
export const futureUri = (folderUri: string, invocationArn: string): string =>
  `${folderUri.replace(/\/+$/, "")}/${invocationArn.split("/").at(-1)}/${videoName}`;

/** Hands the video of a completed job to the caller, streaming. */
export const fetchVideo = (
  job: Parsed<ReturnType<typeof reelJob>>,
  call: ToolContext<AwsSession>,
): ResultAsync<Parsed<ReturnType<typeof reelJob>>, ToolError> =>
  parseS3Uri(job.s3_uri ?? "", "s3_uri")
    .asyncAndThen((location) => objectFile(call, location, mostBytes))
    .map(({ file }) => ({ ...job, video: { ...file, media_type: "video/mp4" } }));

const videoName = "output.mp4";
const mostBytes = 4 * 1024 ** 3;

/** Bedrock answers with the job's own folder, or with the folder that was asked for. */
const videoUri = ({ outputDataConfig, invocationArn = "" }: Partial<GetAsyncInvokeResponse>): string | null => {
  const folder = outputDataConfig?.s3OutputDataConfig?.s3Uri?.replace(/\/+$/, "");
  if (folder === undefined) return null;
  const id = invocationArn.split("/").at(-1) ?? "";
  return folder.endsWith(`/${id}`) ? `${folder}/${videoName}` : futureUri(folder, invocationArn);
};
