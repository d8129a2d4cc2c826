import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { novaReelStatus } from "./reel-status.ts";

const scripted = useScriptedToolkit([novaReelStatus]);
const invocation_arn = "arn:aws:bedrock:us-east-1:123456789012:async-invoke/abcdefghijkl";
const route = `GET /async-invoke/${encodeURIComponent(invocation_arn)}`;
const state = (status: string, s3Uri: string, more: object = {}) => ({
  json: {
    invocationArn: invocation_arn,
    modelArn: "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-reel-v1:1",
    status,
    submitTime: "2026-01-02T03:04:05.000Z",
    outputDataConfig: { s3OutputDataConfig: { s3Uri } },
    ...more,
  },
});

test("keeps the contract of tools", async () => {
  const examples = [{ invocation_arn }, { invocation_arn, download: true }];
  expect(await checkToolContract(novaReelStatus, { examples })).toEqual([]);
});

test.each(["s3://records/videos/abcdefghijkl", "s3://records/videos/", "s3://records/videos"])(
  "tells the state and the place, from %s",
  async (folder) => {
    scripted().answer(route, state("InProgress", folder));
    expect(succeeded(await scripted().run("nova_reel_status", { invocation_arn, download: true }))).toMatchObject({
      output: {
        invocation_arn,
        status: "InProgress",
        failure_message: null,
        s3_uri: "s3://records/videos/abcdefghijkl/output.mp4",
        submit_time: "2026-01-02T03:04:05.000Z",
        end_time: null,
        video: null,
      },
      content: [{ text: "InProgress: s3://records/videos/abcdefghijkl/output.mp4" }],
    });
  },
);

test("a finished video is fetched when it is asked for", async () => {
  scripted().answer(route, state("Completed", "s3://records/videos/abcdefghijkl"));
  scripted().answer("GET /records/videos/abcdefghijkl/output.mp4", { body: "a video" });
  const answer = succeeded(await scripted().run("nova_reel_status", { invocation_arn, download: true }));
  expect(answer).toMatchObject({ output: { video: { name: "output.mp4", size: 7 } }, files: [{ name: "output.mp4" }] });
  const without = succeeded(await scripted().call("nova_reel_status", { invocation_arn }));
  expect(without.video).toBeNull();
});

test("a failed job is an answer", async () => {
  scripted().answer(route, state("Failed", "s3://records/videos", { failureMessage: "The prompt was blocked." }));
  const answer = succeeded(await scripted().call("nova_reel_status", { invocation_arn }));
  expect(answer).toMatchObject({ status: "Failed", failure_message: "The prompt was blocked." });
});

test("a job that is not there is an error, and an ARN of something else is refused", async () => {
  scripted().answer(route, scriptedError(404, "ResourceNotFoundException"));
  scripted().failure(await scripted().call("nova_reel_status", { invocation_arn }), {
    code: "not_found",
    origin: "ResourceNotFoundException",
  });
  const other = await scripted().call("nova_reel_status", { invocation_arn: "arn:aws:s3:::records" });
  expect(scripted().failure(other, { code: "invalid_input" }).issues?.[0]?.path).toEqual(["invocation_arn"]);
});
