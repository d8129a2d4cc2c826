import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { milliseconds, requestTimeout } from "../schema.ts";
import { spaceId } from "../spaces/schema.ts";

/**
 * Opens a thread in a space.
 *
 * @see kintone REST API, Add Thread
 */
export const kintoneAddThread = kintoneTool({
  name: "kintone_add_thread",
  title: "Add a kintone thread",
  description:
    "Opens a thread in a kintone space that has several threads (kintone_get_space says so as use_multi_thread). Its text is set by " +
    "kintone_update_thread; comments are written by kintone_add_thread_comment. Calling it twice opens two threads. Needs a login by " +
    "password; kintone takes neither API tokens nor OAuth here.",
  effect: { kind: "write", idempotent: false },
  permissions: ["space:see the space"],

  input: () =>
    z.strictObject({
      space_id: spaceId(),
      name: z.string().min(1).max(128).describe("Name of the thread."),
      request_timeout: requestTimeout(),
    }),

  output: () => z.object({ space_id: z.string(), thread_id: z.string() }),

  plan: ({ space_id, name }) => `Opens a thread named ${JSON.stringify(name)} in kintone space ${space_id}.`,

  execute: ({ space_id, name, request_timeout }, { session, signal }) =>
    session
      .request("addThread", (client) => client.space.addThread({ space: space_id, name }), {
        signal,
        timeoutMs: milliseconds(request_timeout),
        repeatable: false,
      })
      .map(({ id }) => ({ space_id, thread_id: String(id) })),

  present: ({ space_id, thread_id }) => [{ type: "text", text: `Opened thread ${thread_id} in space ${space_id}.` }],
});
