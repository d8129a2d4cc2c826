import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { scriptedTranscribe } from "../testing/scripted-transcribe.ts";
import { transcribeDeleteJob } from "./delete-job.ts";

const scripted = useScriptedToolkit([transcribeDeleteJob]);
const remove = async () => succeeded(await scripted().call("transcribe_delete_job", { job_name: "call-1" }));

test("keeps the contract of tools", async () => {
  expect(await checkToolContract(transcribeDeleteJob, { examples: [{ job_name: "call-1" }] })).toEqual([]);
});

test("deletes the job and the copy that was made for it", async () => {
  const copy = "s3://records/transcribe-files/call-1/a.mp3";
  const service = scriptedTranscribe({ Media: { MediaFileUri: copy } });
  scripted().answer("POST /", service.answer);
  scripted().answer("DELETE /records/transcribe-files/call-1/a.mp3", { status: 204 });
  expect(await remove()).toEqual({ job_name: "call-1", deleted_s3_uri: copy });
  expect(service.operations()).toEqual(["GetTranscriptionJob", "DeleteTranscriptionJob"]);
});

test.each(["s3://records/a.mp3", "s3://records/transcribe-files/call-10/a.mp3", "s3://records/transcribe-files/a.mp3"])(
  "leaves the recording %s alone, which no tool put there for this job",
  async (MediaFileUri) => {
    scripted().answer("POST /", scriptedTranscribe({ Media: { MediaFileUri } }).answer);
    expect(await remove()).toEqual({ job_name: "call-1", deleted_s3_uri: null });
    expect(scripted().requests.filter(({ method }) => method === "DELETE")).toEqual([]);
  },
);
