import type { IngestionJob } from "@aws-sdk/client-bedrock-agent";
import type { Parsed } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";

const count = () => z.int().min(0).nullable();

/** An ingestion job as the tools tell it, in the API's names; times in ISO 8601, UTC. */
export const ingestionJob = () =>
  z.object({
    knowledgeBaseId: z.string(),
    dataSourceId: z.string(),
    ingestionJobId: z.string(),
    description: z.string().nullable(),
    status: z.string().describe("STARTING, IN_PROGRESS, COMPLETE, FAILED, STOPPING or STOPPED."),
    statistics: z
      .object({
        numberOfDocumentsScanned: count(),
        numberOfMetadataDocumentsScanned: count(),
        numberOfNewDocumentsIndexed: count(),
        numberOfModifiedDocumentsIndexed: count(),
        numberOfMetadataDocumentsModified: count(),
        numberOfDocumentsDeleted: count(),
        numberOfDocumentsFailed: count(),
        numberOfDocumentsSkipped: count(),
      })
      .nullable(),
    failureReasons: z.array(z.string()),
    startedAt: z.string().nullable(),
    updatedAt: z.string().nullable(),
  });

/** The same of what Bedrock answers. A summary of a list has no failure reasons. */
export const describeJob = (job: Partial<IngestionJob> = {}): Parsed<ReturnType<typeof ingestionJob>> => ({
  knowledgeBaseId: job.knowledgeBaseId ?? "",
  dataSourceId: job.dataSourceId ?? "",
  ingestionJobId: job.ingestionJobId ?? "",
  description: job.description ?? null,
  status: job.status ?? "",
  statistics: job.statistics === undefined ? null : countsOf(job.statistics),
  failureReasons: [...(job.failureReasons ?? [])],
  startedAt: job.startedAt?.toISOString() ?? null,
  updatedAt: job.updatedAt?.toISOString() ?? null,
});

/** A job in one line. */
export const jobLine = ({
  ingestionJobId,
  status,
  statistics,
  failureReasons,
}: Parsed<ReturnType<typeof ingestionJob>>): string => {
  const counts =
    statistics === null
      ? ""
      : ` (${statistics.numberOfDocumentsScanned ?? 0} scanned, ${statistics.numberOfNewDocumentsIndexed ?? 0} new, ` +
        `${statistics.numberOfModifiedDocumentsIndexed ?? 0} modified, ${statistics.numberOfDocumentsDeleted ?? 0} deleted, ` +
        `${statistics.numberOfDocumentsFailed ?? 0} failed)`;
  return [`Ingestion job ${ingestionJobId}: ${status}${counts}`, ...failureReasons].join("\n");
};

const countsOf = (statistics: NonNullable<IngestionJob["statistics"]>) => ({
  numberOfDocumentsScanned: statistics.numberOfDocumentsScanned ?? null,
  numberOfMetadataDocumentsScanned: statistics.numberOfMetadataDocumentsScanned ?? null,
  numberOfNewDocumentsIndexed: statistics.numberOfNewDocumentsIndexed ?? null,
  numberOfModifiedDocumentsIndexed: statistics.numberOfModifiedDocumentsIndexed ?? null,
  numberOfMetadataDocumentsModified: statistics.numberOfMetadataDocumentsModified ?? null,
  numberOfDocumentsDeleted: statistics.numberOfDocumentsDeleted ?? null,
  numberOfDocumentsFailed: statistics.numberOfDocumentsFailed ?? null,
  numberOfDocumentsSkipped: statistics.numberOfDocumentsSkipped ?? null,
});
