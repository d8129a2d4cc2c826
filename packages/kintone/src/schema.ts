import * as z from "@tsunagu/core/zod";

/** An app's id. */
export const appId = () =>
  z
    .string()
    .regex(/^[1-9]\d{0,17}$/, "has to be a positive whole number")
    .describe("App id: the number in the app's address, /k/<number>/.");

/** A record's id. */
export const recordIdInput = () =>
  z
    .string()
    .regex(/^[1-9]\d{0,17}$/, "has to be a positive whole number")
    .describe("Record id: the value of `$id`, a positive whole number.");

/** A field code. */
export const fieldCode = () => z.string().min(1).max(128);

/** Seconds for each HTTP request of a call. */
export const requestTimeout = () =>
  z
    .number()
    .min(1)
    .max(600)
    .optional()
    .describe("Seconds each request to kintone may take. Without it only the time limit of the whole call holds.");

/** Values to write, by field code: `{ "Name": { "value": "Sato" } }`. What is wrong with one is said by `readRecordData`. */
export const recordData = () => z.record(fieldCode(), z.looseObject({ value: z.unknown().optional() }));

/** A unique field and its value, which together name a record. */
export const updateKeyObject = () =>
  z.strictObject({
    field: fieldCode().describe("Code of a text (single-line) or number field that prohibits duplicate values."),
    value: z.union([z.string().max(64), z.number()]).describe("The field's value in the record."),
  });

/** The revision that a record must still have; -1 for any. */
export const revisionInput = () =>
  z
    .string()
    .regex(/^(-1|\d{1,18})$/, "has to be a whole number")
    .describe(
      "The record's `$revision` as it was read; when it was changed meanwhile, the answer is a conflict. Without it the change is made in any case.",
    );

/** Whether a batch above 100 is done as one. */
export const atomic = () =>
  z
    .boolean()
    .default(false)
    .describe("Does all or none, at most 2,000 records. Not possible with OAuth above 100 records.");

/** Whether field codes are checked before anything is written. */
export const checkFields = () =>
  z
    .boolean()
    .default(true)
    .describe(
      "Checks the field codes against the app's form before writing, since kintone ignores codes that it does not know. " +
        "Skipped when the credential may not read the form.",
    );

/** A record in an answer: field code to type and value. */
export const recordOutput = () => z.record(z.string(), z.unknown());

/** Milliseconds of a `request_timeout`. */
export const milliseconds = (seconds: number | undefined): number | undefined =>
  seconds === undefined ? undefined : seconds * 1000;
