import * as z from "@tsunagu/core/zod";
import { jsonText } from "../json-text.ts";

/** Bytes that Lambda takes and gives in one synchronous call. */
export const maxPayloadBytes = 6 * 1024 ** 2;

const maxContextCharacters = 2_600;

/** Fields that several Lambda tools share. */
export const lambdaName = () =>
  z
    .string()
    .min(1)
    .max(256)
    .regex(/^[\w$.:-]+$/, "is not a function's name or ARN")
    .describe("The function's name, or its ARN.");

export const qualifier = () =>
  z
    .string()
    .min(1)
    .max(128)
    .regex(/^[\w$.-]+$/, "is not a version or an alias")
    .optional()
    .describe("A version or an alias of the function. Without it, the latest unpublished code.");

export const payloadJson = () =>
  jsonText(maxPayloadBytes)
    .default("{}")
    .describe("The event, as JSON text: any JSON value. Up to 6 MB; for Event, 1 MB.");

export const clientContextJson = () =>
  jsonText(maxContextCharacters)
    .optional()
    .describe("Data about the caller, as JSON text, which the function finds in its context.");

export const includeLogs = () =>
  z
    .boolean()
    .default(false)
    .describe("Also return the end of the function's log (4 KB), without what looks like a secret.");
