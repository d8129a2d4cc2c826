import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { milliseconds, requestTimeout } from "../schema.ts";
import { spaceAdministration, spaceId } from "../spaces/schema.ts";

/**
 * Deletes a space with all that is in it.
 *
 * @see kintone REST API, Delete Space
 */
export const kintoneDeleteSpace = kintoneTool({
  name: "kintone_delete_space",
  title: "Delete a kintone space",
  description:
    "Deletes a kintone space with its threads, their comments, and the apps in it with all their records. This cannot be undone. Call " +
    "kintone_get_space first to see which apps go with it. Only an administrator of the space can do it. Needs a login by password; " +
    "kintone takes neither API tokens nor OAuth here.",
  effect: { kind: "destroy", idempotent: true },
  permissions: [spaceAdministration],

  input: () => z.strictObject({ space_id: spaceId(), request_timeout: requestTimeout() }),
  output: () => z.object({ space_id: z.string(), deleted: z.literal(true) }),

  plan: ({ space_id }) => `Deletes kintone space ${space_id} with its threads, apps and records for good.`,

  execute: ({ space_id, request_timeout }, { session, signal }) =>
    session
      .request("deleteSpace", (client) => client.space.deleteSpace({ id: space_id }), {
        signal,
        timeoutMs: milliseconds(request_timeout),
        repeatable: false,
      })
      .map(() => ({ space_id, deleted: true as const })),

  present: ({ space_id }) => [{ type: "text", text: `Deleted space ${space_id}.` }],
});
