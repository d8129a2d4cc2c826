import * as z from "@tsunagu/core/zod";

/** The code interpreter that AWS itself keeps in every account: nothing has to be created, and it is not billed at rest. */
export const systemCodeInterpreter = "aws.codeinterpreter.v1";

const longestSessionSeconds = 28_800;

/** Fields that the code interpreter's tools share. */
export const codeInterpreterId = () =>
  z
    .string()
    .min(1)
    .max(300)
    .regex(/^[\w.:/-]+$/, "is not a code interpreter's id or ARN")
    .default(systemCodeInterpreter)
    .describe(`The code interpreter. \`${systemCodeInterpreter}\` is AWS's own, which every account has.`);

export const codeSessionId = () =>
  z
    .string()
    .regex(/^[0-9a-zA-Z]{1,40}$/, "is not a session's id")
    .describe("A session that agentcore_start_code_session, or agentcore_code_interpreter with keep_session, opened.");

export const sessionTimeoutSeconds = () =>
  z
    .int()
    .min(1)
    .max(longestSessionSeconds)
    .default(900)
    .describe("Seconds after which AWS ends the session: up to 28,800 (8 hours).");

export const nextToken = () =>
  z.string().min(1).max(8192).optional().describe("next_token of the last answer, to go on.");
