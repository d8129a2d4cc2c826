import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { kintoneAdministration } from "../plugins/schema.ts";
import { milliseconds, requestTimeout } from "../schema.ts";

/**
 * Deletes guests from the domain.
 *
 * @see kintone REST API, Delete Guests
 */
export const kintoneDeleteGuests = kintoneTool({
  name: "kintone_delete_guests",
  title: "Delete kintone guests",
  description:
    "Deletes guest users from the kintone domain; they leave every guest space and cannot log in any more. To take a guest out of one " +
    "space only, use kintone_update_space_guests. Needs a login by password of an administrator of kintone.",
  effect: { kind: "destroy", idempotent: false },
  permissions: [kintoneAdministration],

  input: () =>
    z.strictObject({
      guests: z
        .array(z.string().min(1).max(256))
        .min(1)
        .max(100)
        .describe("Login names (mail addresses) of the guests to delete."),
      request_timeout: requestTimeout(),
    }),

  output: () => z.object({ guests: z.array(z.string()).describe("Mail addresses of the guests that were deleted.") }),

  plan: ({ guests }) =>
    `Deletes ${guests.length} kintone guests: ${guests.map((code) => JSON.stringify(code)).join(", ")}.`,

  execute: ({ guests, request_timeout }, { session, signal }) =>
    session
      .request("deleteGuests", (client) => client.space.deleteGuests({ guests }), {
        signal,
        timeoutMs: milliseconds(request_timeout),
        repeatable: false,
      })
      .map(() => ({ guests })),

  present: ({ guests }) => [{ type: "text", text: `Deleted ${guests.length} guests.` }],
});
