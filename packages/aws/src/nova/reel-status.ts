import * as z from "@tsunagu/core/zod";
import { okAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import { fetchVideo, jobState, reelJob } from "./reel-job.ts";

/**
 * Tells how far a video's job is, and fetches the video.
 *
 * @see Amazon Bedrock Runtime API Reference, GetAsyncInvoke
 */
export const novaReelStatus = awsTool({
  name: "nova_reel_status",
  title: "Get a Nova Reel job's state",
  description:
    "Tells whether a video that nova_reel started is ready, where it is in S3, or why it failed. With download true a finished video is " +
    "returned as a file too. A failed job is an answer with status Failed, not an error.",
  effect: { kind: "read" },
  permissions: ["bedrock:GetAsyncInvoke", "s3:GetObject"],
  deadlineMs: 30 * 60_000,

  input: () =>
    z.strictObject({
      invocation_arn: z
        .string()
        .max(2048)
        .regex(/^arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:async-invoke\/[a-z0-9]{12}$/, "is not a job's ARN")
        .describe("invocation_arn that nova_reel answered with."),
      download: z.boolean().default(false).describe("Also return the video as a file, once it is ready."),
    }),
  output: reelJob,

  execute: ({ invocation_arn, download }, call) =>
    jobState(call, invocation_arn).andThen((job) =>
      download && job.status === "Completed" ? fetchVideo(job, call) : okAsync(job),
    ),

  present: ({ status, s3_uri, failure_message, video }) => [
    ...(video === null ? [] : [{ type: "file" as const, file: video }]),
    { type: "text", text: `${status}: ${failure_message ?? s3_uri ?? "no place is told"}` },
  ],
});
