import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { milliseconds, requestTimeout } from "../schema.ts";
import { spaceAdministration, spaceId } from "../spaces/schema.ts";

const flag = () => z.boolean().optional();

const input = () =>
  z
    .strictObject({
      space_id: spaceId(),
      name: z.string().min(1).max(128).optional().describe("New name of the space."),
      is_private: flag().describe("true: only members see the space. A guest space is always private."),
      fixed_member: flag().describe(
        "true: only administrators change the members; nobody joins or leaves on their own.",
      ),
      use_multi_thread: flag().describe(
        "true: the space has several threads and a body. It cannot be switched off again.",
      ),
      show_announcement: flag().describe("Whether the space's page shows the announcement; with several threads only."),
      show_thread_list: flag().describe("Whether the space's page shows the threads; with several threads only."),
      show_app_list: flag().describe("Whether the space's page shows the apps; with several threads only."),
      show_member_list: flag().describe("Whether the space's page shows the members; with several threads only."),
      show_related_link_list: flag().describe(
        "Whether the space's page shows related links; with several threads only.",
      ),
      app_creation: z.enum(["EVERYONE", "ADMIN"]).optional().describe("Who may make apps in the space."),
      request_timeout: requestTimeout(),
    })
    .superRefine((given, context) => {
      if (Object.keys(changesOf(given)).length === 0)
        context.addIssue({ code: "custom", path: [], message: "nothing to change is given" });
    });

/**
 * Changes the settings of a space.
 *
 * @see kintone REST API, Update Space
 */
export const kintoneUpdateSpace = kintoneTool({
  name: "kintone_update_space",
  title: "Update a kintone space",
  description:
    "Changes the settings of a kintone space: name, who sees it, who may join, which parts its page shows, who may make apps in it. " +
    "What is left out stays. Only an administrator of the space can do it. Needs a login by password; kintone takes neither API tokens " +
    "nor OAuth here.",
  effect: { kind: "write", idempotent: true },
  permissions: [spaceAdministration],
  input,

  output: () =>
    z.object({ space_id: z.string(), updated: z.array(z.string()).describe("The settings that were sent.") }),

  plan: (given) => `Changes ${Object.keys(changesOf(given)).join(", ")} of kintone space ${given.space_id}.`,

  execute: ({ request_timeout, ...given }, { session, signal }) => {
    const { app_creation, ...changes } = changesOf(given);
    const parameters = {
      id: given.space_id,
      ...Object.fromEntries(Object.entries(changes).map(([name, value]) => [kintoneName(name), value])),
      ...(app_creation === undefined ? {} : { permissions: { createApp: app_creation } }),
    };
    return session
      .request("updateSpace", (client) => client.space.updateSpace(parameters), {
        signal,
        timeoutMs: milliseconds(request_timeout),
        repeatable: false,
      })
      .map(() => ({ space_id: given.space_id, updated: Object.keys(changesOf(given)) }));
  },

  present: ({ space_id, updated }) => [{ type: "text", text: `Updated ${updated.join(", ")} of space ${space_id}.` }],
});

interface Settings {
  readonly app_creation?: "EVERYONE" | "ADMIN";
  readonly [name: string]: string | boolean | undefined;
}

/** The settings that are given, by our names. */
const changesOf = (given: object): Settings =>
  Object.fromEntries(
    Object.entries(given).filter(
      ([name, value]) => value !== undefined && name !== "space_id" && name !== "request_timeout",
    ),
  );

/** `show_app_list` is `showAppList` in kintone. */
const kintoneName = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
