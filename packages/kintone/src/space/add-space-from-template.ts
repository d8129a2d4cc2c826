import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { milliseconds, requestTimeout } from "../schema.ts";
import { kintoneMembers, spaceMembers } from "../spaces/schema.ts";

/**
 * Makes a space of a template.
 *
 * @see kintone REST API, Add Space
 */
export const kintoneAddSpaceFromTemplate = kintoneTool({
  name: "kintone_add_space_from_template",
  title: "Add a kintone space from a template",
  description:
    "Makes a kintone space of a space template, with its apps, and gives it members, of whom at least one administers it. The id of a " +
    "template is shown in kintone's system administration, under space templates. Calling it twice makes two spaces. Needs a login by " +
    "password; kintone takes neither API tokens nor OAuth here.",
  effect: { kind: "write", idempotent: false },
  permissions: ["kintone:create spaces"],

  input: () =>
    z.strictObject({
      template_id: z
        .string()
        .regex(/^[1-9]\d{0,17}$/, "has to be a positive whole number")
        .describe("Id of the space template."),
      name: z.string().min(1).max(128).describe("Name of the new space."),
      members: spaceMembers().describe(
        'The members, as [{"entity": {"type": "USER", "code": "sato"}, "is_admin": true}]. At least one has to be is_admin.',
      ),
      is_private: z.boolean().default(false).describe("true: only members see the space."),
      is_guest: z
        .boolean()
        .default(false)
        .describe("true: makes a guest space, into which people from outside can be invited."),
      fixed_member: z
        .boolean()
        .default(false)
        .describe("true: only administrators change the members; nobody joins or leaves on their own."),
      request_timeout: requestTimeout(),
    }),

  output: () => z.object({ space_id: z.string() }),

  plan: ({ template_id, name, members }) =>
    `Makes a kintone space named ${JSON.stringify(name)} of template ${template_id} with ${members.length} members.`,

  execute: (
    { template_id, name, members, is_private, is_guest, fixed_member, request_timeout },
    { session, signal },
  ) => {
    const space = {
      id: template_id,
      name,
      members: kintoneMembers(members),
      isPrivate: is_private,
      isGuest: is_guest,
      fixedMember: fixed_member,
    };
    return session
      .request("addSpaceFromTemplate", (client) => client.space.addSpaceFromTemplate(space), {
        signal,
        timeoutMs: milliseconds(request_timeout),
        repeatable: false,
      })
      .map(({ id }) => ({ space_id: String(id) }));
  },

  present: ({ space_id }) => [{ type: "text", text: `Made space ${space_id}.` }],
});
