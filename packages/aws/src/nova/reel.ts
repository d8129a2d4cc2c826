import { type Parsed, type ToolContext, type ToolError, toolError } from "@tsunagu/core";
import { errAsync, okAsync, type ResultAsync } from "neverthrow";
import { pollUntilFinal } from "../bedrock/poll.ts";
import { bedrockRuntime } from "../bedrock/service.ts";
import { awsTool } from "../connector.ts";
import type { AwsSession } from "../session.ts";
import { reelInput } from "./reel-input.ts";
import { fetchVideo, futureUri, jobState, reelJob } from "./reel-job.ts";
import { reelModel, reelRequest } from "./reel-request.ts";
import { parseS3Folder } from "./s3-folder.ts";

/**
 * Generates a video with Amazon Nova Reel: starts the job and, if asked to, waits for it and hands the video out.
 *
 * @see Amazon Bedrock Runtime API Reference, StartAsyncInvoke and GetAsyncInvoke
 * @see Amazon Nova User Guide, Generating videos with Amazon Nova Reel
 */
export const novaReel = awsTool({
  name: "nova_reel",
  title: "Make a video with Nova Reel",
  description:
    "Generates a video with Amazon Nova Reel from text and, if given, first frames: one shot of 6 seconds, or several shots up to 2 minutes. " +
    "Bedrock writes it into the given S3 folder, which takes 90 seconds and more. By default the tool returns once the job is started; " +
    "nova_reel_status then tells the state and fetches the video. With async false it waits, up to 40 minutes.",
  effect: { kind: "write", idempotent: false },
  permissions: [
    "bedrock:InvokeModel",
    "bedrock:StartAsyncInvoke",
    "bedrock:GetAsyncInvoke",
    "s3:GetObject",
    "s3:PutObject",
    "kms:GenerateDataKey",
  ],
  deadlineMs: 40 * 60_000,
  input: reelInput,
  output: reelJob,

  plan: ({ task_type, video_output_s3uri }) =>
    `Generates a video (${task_type}) and lets Bedrock store it in ${video_output_s3uri}.`,

  execute: (input, call) =>
    parseS3Folder(input.video_output_s3uri, "video_output_s3uri").asyncAndThen(({ bucket, prefix }) =>
      reelRequest(input, call)
        .andThen((modelInput) =>
          bedrockRuntime(
            call,
            (sdk) =>
              new sdk.StartAsyncInvokeCommand({
                modelId: reelModel(input),
                modelInput,
                outputDataConfig: {
                  s3OutputDataConfig: {
                    s3Uri: `s3://${bucket}/${prefix}`,
                    ...(input.kms_key_id === undefined ? {} : { kmsKeyId: input.kms_key_id }),
                  },
                },
              }),
          ),
        )
        .andThen(({ invocationArn = "" }) => {
          const s3_uri = futureUri(`s3://${bucket}/${prefix}`, invocationArn);
          return input.async ? okAsync(begun(invocationArn, s3_uri)) : untilDone(invocationArn, s3_uri, call);
        }),
    ),

  present: (job) => [
    ...(job.video === null ? [] : [{ type: "file" as const, file: job.video }]),
    {
      type: "text",
      text:
        job.status === "Completed"
          ? `The video is at ${job.s3_uri}.`
          : `Started ${job.invocation_arn}; the video will be at ${job.s3_uri}. Ask nova_reel_status.`,
    },
  ],
});

type Job = Parsed<ReturnType<typeof reelJob>>;

const begun = (invocationArn: string, s3_uri: string): Job => ({
  invocation_arn: invocationArn,
  status: "InProgress",
  failure_message: null,
  s3_uri,
  submit_time: null,
  end_time: null,
  video: null,
});

const untilDone = (
  invocationArn: string,
  s3_uri: string,
  call: ToolContext<AwsSession>,
): ResultAsync<Job, ToolError> => {
  const details = { invocation_arn: invocationArn, s3_uri };
  return pollUntilFinal(call.signal, {
    details,
    hint: "The job goes on: ask nova_reel_status with the invocation_arn.",
    ask: () => jobState(call, invocationArn),
    isFinal: ({ status }) => status !== "InProgress",
    onPending: () => call.report({ message: `Waiting for the video of ${invocationArn}` }),
  }).andThen((job) =>
    job.status === "Completed"
      ? fetchVideo(job, call).mapErr((error) => toolError(error.code, error.message, { ...error, details }))
      : errAsync(
          toolError("upstream", `The video was not made: ${job.failure_message ?? "no reason is given"}`, { details }),
        ),
  );
};
