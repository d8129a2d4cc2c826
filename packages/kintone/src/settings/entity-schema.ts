import * as z from "@tsunagu/core/zod";

const code = () => z.string().min(1).max(128);
const person = () =>
  z.strictObject({
    type: z.enum(["USER", "GROUP", "ORGANIZATION"]),
    code: code().describe("Login name, group code or organization code."),
  });
const creator = () => z.strictObject({ type: z.literal("CREATOR"), code: z.null().optional() });
const field = () =>
  z.strictObject({
    type: z.literal("FIELD_ENTITY"),
    code: code().describe("Code of a field that names people, groups or organizations."),
  });

/** A user, a group or an organization, or whom a field of the record names. */
export const entityOrField = () => z.union([person(), field()]);

/** A user, a group or an organization, or who made the app. */
export const entityOrCreator = () => z.union([person(), creator()]);

/** Whether a right or a notification also holds for the organizations below. */
export const includeSubs = () => z.boolean().optional().describe("Also the organizations below; false by default.");

/** Who is notified. */
export const notificationTargets = () =>
  z
    .array(z.strictObject({ entity: entityOrField(), includeSubs: includeSubs() }))
    .min(1)
    .max(500)
    .describe("Who is notified.");

/** A condition on records, in kintone's query language. */
export const filterCondition = () =>
  z.string().max(10_000).optional().describe("Condition in kintone's query language; empty for all records.");
