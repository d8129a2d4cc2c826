import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { milliseconds, requestTimeout } from "../schema.ts";
import { spaceAdministration, spaceId } from "../spaces/schema.ts";

/**
 * Replaces the guests of a guest space.
 *
 * @see kintone REST API, Update Guest Space Members
 */
export const kintoneUpdateSpaceGuests = kintoneTool({
  name: "kintone_update_space_guests",
  title: "Update kintone space guests",
  description:
    "Replaces the guests of a kintone guest space as a whole: whoever is not in the list leaves the space. The guests have to exist in " +
    "kintone already. The connection needs kintone_guest_space_id. Needs a login by password; kintone takes neither API tokens nor " +
    "OAuth here.",
  effect: { kind: "write", idempotent: true },
  permissions: [spaceAdministration],

  input: () =>
    z.strictObject({
      space_id: spaceId(),
      guests: z
        .array(z.string().min(1).max(256))
        .max(1000)
        .describe("Login names (mail addresses) of all guests. Empty removes all."),
      request_timeout: requestTimeout(),
    }),

  output: () => z.object({ space_id: z.string(), guest_count: z.int() }),

  plan: ({ space_id, guests }) => `Replaces the guests of kintone guest space ${space_id} by ${guests.length} guests.`,

  execute: ({ space_id, guests, request_timeout }, { session, signal }) =>
    session
      .request("updateSpaceGuests", (client) => client.space.updateSpaceGuests({ id: space_id, guests }), {
        signal,
        timeoutMs: milliseconds(request_timeout),
        repeatable: false,
      })
      .map(() => ({ space_id, guest_count: guests.length })),

  present: ({ space_id, guest_count }) => [
    { type: "text", text: `Guest space ${space_id} now has ${guest_count} guests.` },
  ],
});
