import * as z from "@tsunagu/core/zod";

/** A space's id. */
export const spaceId = () =>
  z
    .string()
    .regex(/^[1-9]\d{0,17}$/, "has to be a positive whole number")
    .describe(
      "Space id: the number in the space's address, /k/#/space/<number>/. A guest space needs kintone_guest_space_id in the connection too.",
    );

/** A thread's id. */
export const threadId = () =>
  z
    .string()
    .regex(/^[1-9]\d{0,17}$/, "has to be a positive whole number")
    .describe("Thread id: the last number in the thread's address, /k/#/space/<number>/thread/<number>.");

/** A user, group or organization. */
export const entityInput = () =>
  z.strictObject({
    type: z.enum(["USER", "GROUP", "ORGANIZATION"]),
    code: z.string().min(1).max(128).describe("Login name of a user, code of a group or an organization."),
  });

/** Members of a space, of whom one at least administers it. */
export const spaceMembers = () =>
  z
    .array(
      z.strictObject({
        entity: entityInput(),
        is_admin: z.boolean().default(false).describe("Makes it an administrator of the space."),
        include_subs: z.boolean().default(false).describe("Also the organizations below; of an ORGANIZATION only."),
      }),
    )
    .min(1)
    .max(1000)
    .superRefine((members, context) => {
      if (!members.some(({ is_admin }) => is_admin))
        context.addIssue({ code: "custom", path: [], message: "need at least one with is_admin: true" });
    });

/** Members in kintone's words. */
export const kintoneMembers = (members: z.output<ReturnType<typeof spaceMembers>>) =>
  members.map(({ entity, is_admin, include_subs }) => ({
    entity,
    isAdmin: is_admin,
    ...(entity.type === "ORGANIZATION" ? { includeSubs: include_subs } : {}),
  }));

/** The permission that the administration of a space needs. */
export const spaceAdministration = "space:administer the space";
