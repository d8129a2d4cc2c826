import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { milliseconds, requestTimeout } from "../schema.ts";
import { threadId } from "../spaces/schema.ts";

/**
 * Changes a thread.
 *
 * @see kintone REST API, Update Thread
 */
export const kintoneUpdateThread = kintoneTool({
  name: "kintone_update_thread",
  title: "Update a kintone thread",
  description:
    "Changes the name or the text at the head of a thread in a kintone space. What is left out stays; the text is replaced as a whole. " +
    "Needs a login by password; kintone takes neither API tokens nor OAuth here.",
  effect: { kind: "write", idempotent: true },
  permissions: ["space:see the space"],

  input: () =>
    z
      .strictObject({
        thread_id: threadId(),
        name: z.string().min(1).max(128).optional().describe("New name of the thread."),
        body: z.string().max(65_535).optional().describe("New text of the thread, as HTML. Empty removes it."),
        request_timeout: requestTimeout(),
      })
      .superRefine(({ name, body }, context) => {
        if (name === undefined && body === undefined)
          context.addIssue({ code: "custom", path: ["name"], message: "give name, body or both" });
      }),

  output: () => z.object({ thread_id: z.string() }),

  plan: ({ thread_id, name, body }) => {
    const changed = [name === undefined ? undefined : "name", body === undefined ? undefined : "text"];
    return `Changes the ${changed.filter((part) => part !== undefined).join(" and ")} of kintone thread ${thread_id}.`;
  },

  execute: ({ thread_id, name, body, request_timeout }, { session, signal }) => {
    const change = {
      id: thread_id,
      ...(name === undefined ? {} : { name }),
      ...(body === undefined ? {} : { body }),
    };
    return session
      .request("updateThread", (client) => client.space.updateThread(change), {
        signal,
        timeoutMs: milliseconds(request_timeout),
        repeatable: false,
      })
      .map(() => ({ thread_id }));
  },

  present: ({ thread_id }) => [{ type: "text", text: `Updated thread ${thread_id}.` }],
});
