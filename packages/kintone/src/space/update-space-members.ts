import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { milliseconds, requestTimeout } from "../schema.ts";
import { kintoneMembers, spaceAdministration, spaceId, spaceMembers } from "../spaces/schema.ts";

/**
 * Replaces the members of a space.
 *
 * @see kintone REST API, Update Space Members
 */
export const kintoneUpdateSpaceMembers = kintoneTool({
  name: "kintone_update_space_members",
  title: "Update kintone space members",
  description:
    "Replaces the members of a kintone space as a whole: whoever is not in the list is no member any more. Call " +
    "kintone_get_space_members first and send back all who are to stay. At least one has to administer the space. Guests are set by " +
    "kintone_update_space_guests. Needs a login by password; kintone takes neither API tokens nor OAuth here.",
  effect: { kind: "write", idempotent: true },
  permissions: [spaceAdministration],

  input: () =>
    z.strictObject({
      space_id: spaceId(),
      members: spaceMembers().describe(
        'All members, as [{"entity": {"type": "USER", "code": "sato"}, "is_admin": true}]. At least one has to be is_admin.',
      ),
      request_timeout: requestTimeout(),
    }),

  output: () => z.object({ space_id: z.string(), member_count: z.int().describe("Entries of the new list.") }),

  plan: ({ space_id, members }) => `Replaces the members of kintone space ${space_id} by ${members.length} entries.`,

  execute: ({ space_id, members, request_timeout }, { session, signal }) => {
    const change = { id: space_id, members: kintoneMembers(members) };
    return session
      .request("updateSpaceMembers", (client) => client.space.updateSpaceMembers(change), {
        signal,
        timeoutMs: milliseconds(request_timeout),
        repeatable: false,
      })
      .map(() => ({ space_id, member_count: members.length }));
  },

  present: ({ space_id, member_count }) => [
    { type: "text", text: `Space ${space_id} now has ${member_count} members (users, groups and organizations).` },
  ],
});
