import { type ToolError, toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { err, errAsync, ok, okAsync, type Result, ResultAsync } from "neverthrow";
import { isJson } from "../json-text.ts";
import type { AwsCall } from "../service.ts";
import { ssm } from "../ssm/service.ts";

/** What Parameter Store keeps of a browser session: enough to find it from another process, and nothing to get in with. */
export interface BrowserRecord {
  readonly browser_identifier: string;
  /** ISO 8601, UTC: when AWS ends the session at the latest. */
  readonly expires_at: string;
}

const folder = "/browser-session";
const recordSchema = () => z.object({ browser_identifier: z.string(), expires_at: z.iso.datetime() });
const pageSize = 10;
const mostPages = 10;

/**
 * Stores a session's record as a SecureString that Parameter Store itself deletes when the session has expired.
 *
 * @see AWS Systems Manager User Guide, Assigning parameter policies in Parameter Store
 */
export const saveRecord = (call: AwsCall, sessionId: string, record: BrowserRecord): ResultAsync<void, ToolError> => {
  const expiration = { Type: "Expiration", Version: "1.0", Attributes: { Timestamp: record.expires_at } };
  return ssm(
    call,
    (sdk) =>
      new sdk.PutParameterCommand({
        Name: nameOf(sessionId),
        Type: "SecureString",
        Tier: "Advanced",
        Overwrite: true,
        Value: JSON.stringify(record),
        Policies: JSON.stringify([expiration]),
      }),
  ).map(() => undefined);
};

/** The record of a session. One that has expired is deleted, and `not_found` like one that was never there. */
export const loadRecord = (call: AwsCall, sessionId: string): ResultAsync<BrowserRecord, ToolError> =>
  ssm(call, (sdk) => new sdk.GetParameterCommand({ Name: nameOf(sessionId), WithDecryption: true }))
    .mapErr((error) => (error.code === "not_found" ? unknownSession(sessionId, "is not known", error) : error))
    .andThen(({ Parameter }) => {
      const record = readRecord(Parameter?.Value);
      if (record === undefined) {
        return errAsync(toolError("upstream", `${nameOf(sessionId)} in Parameter Store is not a browser session's.`));
      }
      if (!hasExpired(record)) return okAsync(record);
      return deleteRecord(call, sessionId).andThen(() => errAsync(unknownSession(sessionId, "has expired")));
    });

/** Deletes a session's record. False when there was none. */
export const deleteRecord = (call: AwsCall, sessionId: string): ResultAsync<boolean, ToolError> =>
  ssm(call, (sdk) => new sdk.DeleteParameterCommand({ Name: nameOf(sessionId) }))
    .map(() => true)
    .orElse((error) => (error.code === "not_found" ? ok(false) : err(error)));

/** Deletes the records that have expired, which Parameter Store does only once in a while, among the first hundred. */
export const sweepRecords = (call: AwsCall): ResultAsync<number, ToolError> => {
  const sweep = async (): Promise<Result<number, ToolError>> => {
    const expired = await expiredNames(call);
    if (expired.isErr()) return err(expired.error);
    for (let start = 0; start < expired.value.length; start += pageSize) {
      const Names = expired.value.slice(start, start + pageSize);
      const deleted = await ssm(call, (sdk) => new sdk.DeleteParametersCommand({ Names }));
      if (deleted.isErr()) return err(deleted.error);
    }
    return ok(expired.value.length);
  };
  return new ResultAsync(sweep());
};

const expiredNames = async (call: AwsCall): Promise<Result<string[], ToolError>> => {
  const names: string[] = [];
  let NextToken: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const listed = await ssm(
      call,
      (sdk) =>
        new sdk.GetParametersByPathCommand({
          Path: folder,
          WithDecryption: true,
          MaxResults: pageSize,
          ...(NextToken === undefined ? {} : { NextToken }),
        }),
    );
    if (listed.isErr()) return err(listed.error);
    for (const { Name, Value } of listed.value.Parameters ?? []) {
      const record = readRecord(Value);
      if (Name !== undefined && record !== undefined && hasExpired(record)) names.push(Name);
    }
    NextToken = listed.value.NextToken;
    if (NextToken === undefined) break;
  }
  return ok(names);
};

/** The error for a session that cannot be used any more, with the way out. */
export const unknownSession = (sessionId: string, problem: string, cause?: ToolError): ToolError =>
  toolError("not_found", `The browser session ${sessionId} ${problem}.`, {
    hint: "Start one with agentcore_browser_session_manager (init_browser_session).",
    ...(cause?.origin === undefined ? {} : { origin: cause.origin }),
  });

const nameOf = (sessionId: string): string => `${folder}/${sessionId}`;

const hasExpired = ({ expires_at }: BrowserRecord): boolean => Date.parse(expires_at) <= Date.now();

const readRecord = (value: string | undefined): BrowserRecord | undefined =>
  value === undefined || !isJson(value) ? undefined : recordSchema().safeParse(JSON.parse(value)).data;
