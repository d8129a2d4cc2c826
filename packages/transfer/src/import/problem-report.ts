import { createReadStream } from "node:fs";
import { join } from "node:path";
import type { AwsSession } from "@tsunagu/aws";
import { type S3Location, s3Uri, uploadObject } from "@tsunagu/aws/s3";
import { makeTempDirectory, type ToolError } from "@tsunagu/core";
import { openReport, type RowProblem } from "@tsunagu/kintone";
import { okAsync, type ResultAsync } from "neverthrow";

/** Rows that were not imported: the first ones at hand, and all of them on their way to an object. */
export interface ProblemReport extends AsyncDisposable {
  readonly first: readonly RowProblem[];
  readonly count: number;
  /** Takes rows, and answers with the bytes of the report. */
  add(problems: readonly RowProblem[]): Promise<number>;
  /** Uploads the report, also after a call that was stopped. Answers with its address; null when no row failed or none was wanted. */
  upload(session: AwsSession): ResultAsync<string | null, ToolError>;
}

const mostFirst = 100;
/** Within the time that a stopped call is given to clean up. */
const uploadMs = 4_000;

/**
 * Opens a report. Its rows wait in a private temporary file until the import has ended: S3 takes an object as a whole, and what was found
 * wrong has to outlast an import that fails.
 */
export const openProblemReport = async (
  location: S3Location | undefined,
  signal: AbortSignal,
): Promise<ProblemReport> => {
  const directory = location === undefined ? undefined : await makeTempDirectory();
  const path = directory === undefined ? undefined : join(directory.path, "report");
  const file = await openReport(path, undefined);
  const first: RowProblem[] = [];
  let count = 0;
  return {
    first,
    get count() {
      return count;
    },
    add: (problems) => {
      count += problems.length;
      first.push(...problems.slice(0, mostFirst - first.length));
      return file.append(problems);
    },
    upload: (session) => {
      if (location === undefined || path === undefined || count === 0) return okAsync(null);
      const mediaType = "application/jsonl";
      const members = { Bucket: location.bucket, Key: location.key, ContentType: mediaType };
      const call = { session, signal: signal.aborted ? AbortSignal.timeout(uploadMs) : signal };
      return uploadObject(call, members, { name: "report", mediaType, body: createReadStream(path) }).map(() =>
        s3Uri(location),
      );
    },
    [Symbol.asyncDispose]: async () => {
      await file[Symbol.asyncDispose]();
      await directory?.[Symbol.asyncDispose]();
    },
  };
};
