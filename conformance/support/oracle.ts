import { run } from "./process.ts";
import { pythonEnvironment } from "./python.ts";
import type { RecordedRequest } from "./recorder.ts";

const CHECK_TIMEOUT_MS = 60_000;

/** What the service models say about one request. */
export interface RequestVerdict {
  readonly index: number;
  /** The model's folder in botocore, such as `s3`; null when none fits. */
  readonly service: string | null;
  readonly operation: string | null;
  readonly problems: readonly string[];
  /** Constraints that could not be checked, each with its reason. */
  readonly unchecked: readonly string[];
}

export interface OracleReport {
  readonly verdicts: readonly RequestVerdict[];
}

/**
 * Judges recorded AWS requests against the service models of botocore, which were not made from the JavaScript SDK:
 * operation, members, required, types, lengths, ranges, patterns, enums and unions. S3 addresses must be path-style.
 * It judges what was sent, not what AWS would answer: a well-formed request for a missing table is fine.
 */
export async function checkRequests(requests: readonly RecordedRequest[]): Promise<OracleReport> {
  const { python } = await pythonEnvironment();
  const input = requests.map((request) => `${JSON.stringify({ ...request, body: request.body.toString("base64") })}\n`);
  const output = await run(python, ["-m", "oracle"], {
    cwd: new URL("./", import.meta.url),
    input: input.join(""),
    timeoutMs: CHECK_TIMEOUT_MS,
  });
  const verdicts = output.split("\n").filter(Boolean).map(parseVerdict);
  if (verdicts.length !== requests.length) {
    throw new Error(`the oracle judged ${verdicts.length} of ${requests.length} requests`);
  }
  return { verdicts };
}

export interface ExpectOptions {
  /** Matches the entries of `unchecked`, each after its operation's name, that are known and accepted; without it there may be none. */
  readonly acceptUnchecked?: RegExp;
}

/**
 * Throws a list of everything wrong with the requests, and of everything that could not be checked. No requests at
 * all is an error too: then a test has checked nothing.
 */
export async function expectModelValid(
  requests: readonly RecordedRequest[],
  options: ExpectOptions = {},
): Promise<OracleReport> {
  if (requests.length === 0) throw new Error("no AWS request was recorded, so none was checked");
  const report = await checkRequests(requests);
  const lines = report.verdicts.flatMap((verdict, at) => {
    const unchecked = verdict.unchecked.filter(
      (entry) => !options.acceptUnchecked?.test(`${verdict.operation} ${entry}`),
    );
    const findings = [...verdict.problems, ...unchecked.map((entry) => `not checked: ${entry}`)];
    return findings.length === 0 ? [] : [heading(verdict, requests[at]), ...findings.map((text) => `  - ${text}`)];
  });
  if (lines.length > 0) throw new Error(`AWS requests that do not fit the service models:\n${lines.join("\n")}`);
  return report;
}

function heading(verdict: RequestVerdict, request: RecordedRequest | undefined): string {
  const operation = verdict.operation === null ? "unknown operation" : `${verdict.service} ${verdict.operation}`;
  const test = request?.test === undefined ? "" : `${request.test}: `;
  return `${test}#${verdict.index} ${operation} (${request?.method} ${request?.target})`;
}

function parseVerdict(line: string): RequestVerdict {
  return JSON.parse(line);
}
