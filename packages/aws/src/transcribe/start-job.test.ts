import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { scriptedTranscribe } from "../testing/scripted-transcribe.ts";
import { transcribeStartJob } from "./start-job.ts";

const scripted = useScriptedToolkit([transcribeStartJob]);
const start = (input: object) => scripted().run("transcribe_start_job", input);
const recording = { input_file: { uri: "data:audio/wav,RIFF", name: "a.wav" }, s3_bucket_name: "records" };

test("keeps the contract of tools", async () => {
  const examples = [{ file_url: "s3://records/a.mp3" }, { ...recording, job_name: "call-1", language_code: "en-US" }];
  expect(await checkToolContract(transcribeStartJob, { examples })).toEqual([]);
});

test("starts a job on a recording in S3, and does not wait", async () => {
  const service = scriptedTranscribe();
  scripted().answer("POST /", service.answer);
  const answer = succeeded(await start({ file_url: "s3://records/a.mp3", job_name: "call-1", language_code: "en-US" }));
  expect(answer).toMatchObject({
    output: { job_name: "call-1", status: "QUEUED", media_uri: "s3://records/a.mp3", uploaded_s3_uri: null },
    content: [{ type: "text", text: "call-1: QUEUED" }],
  });
  expect(service.operations()).toEqual(["StartTranscriptionJob"]);
});

test("copies a file under the job's own prefix, and leaves it there", async () => {
  scripted().answer("POST /", scriptedTranscribe().answer);
  scripted().answer("PUT /records/transcribe-files/call-2/a.wav", {});
  const uploaded_s3_uri = "s3://records/transcribe-files/call-2/a.wav";
  expect(succeeded(await start({ ...recording, job_name: "call-2" }))).toMatchObject({
    output: { media_uri: uploaded_s3_uri, uploaded_s3_uri },
  });
  expect(scripted().requests.map(({ method }) => method)).toEqual(["PUT", "POST"]);
});

test("a name that is taken is a conflict, and the copy goes", async () => {
  scripted().answer("POST /", scriptedError(400, "ConflictException"));
  scripted().answer("PUT *", {});
  scripted().answer("DELETE *", { status: 204 });
  scripted().failure(await start({ ...recording, job_name: "call-2" }), {
    code: "conflict",
    origin: "ConflictException",
  });
  expect(scripted().requests.map(({ method }) => method)).toEqual(["PUT", "POST", "DELETE"]);
});

test("a copy that cannot be removed is named", async () => {
  scripted().answer("POST /", scriptedError(400, "BadRequestException"));
  scripted().answer("PUT *", {});
  scripted().answer("DELETE *", scriptedError(403, "AccessDenied"));
  const error = scripted().failure(await start({ ...recording, job_name: "call-2" }), { code: "invalid_input" });
  expect(error.details).toEqual({ uploaded_s3_uri: "s3://records/transcribe-files/call-2/a.wav" });
});
