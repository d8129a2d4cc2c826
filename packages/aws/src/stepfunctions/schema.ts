import { randomUUID } from "node:crypto";
import * as z from "@tsunagu/core/zod";
import { jsonText } from "../json-text.ts";

const arn = () =>
  z
    .string()
    .min(1)
    .max(256)
    .regex(/^arn:[\w-]+:states:[\w-]+:\d{12}:\S+$/, "is not the ARN of a state machine or an execution");

const maxInputCharacters = 262_144;

/** Fields that several Step Functions tools share. */
export const stateMachineArn = () =>
  arn().describe("ARN of the state machine, of one of its versions, or of an alias.");

export const executionArn = () => arn().describe("ARN of the execution, as stepfunctions_start_execution returns it.");

export const inputJson = () =>
  jsonText(maxInputCharacters)
    .refine((text) => Buffer.byteLength(text) <= maxInputCharacters, "is larger than 256 KiB")
    .default("{}")
    .describe("The execution's input, as JSON text of up to 256 KiB.");

export const executionName = () =>
  z
    .string()
    .min(1)
    .max(80)
    .regex(/^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]+$/u, "holds white space or a character that a name may not have")
    .optional()
    .describe("Name of the execution, unique for 90 days within its state machine. Without it a random one is given.");

export const traceHeader = () =>
  z
    .string()
    .min(1)
    .max(256)
    .regex(/^[ -~]+$/, "holds characters that are not ASCII")
    .optional()
    .describe("AWS X-Ray trace header.");

/** A name, so that a request that is sent again, because its answer was lost, starts no second execution. */
export const nameFor = (given: string | undefined): string => given ?? randomUUID();
