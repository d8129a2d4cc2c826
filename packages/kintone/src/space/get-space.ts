import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { milliseconds, requestTimeout } from "../schema.ts";
import { spaceId } from "../spaces/schema.ts";
import { showSpace, spaceOutput } from "../spaces/show-space.ts";

/**
 * Reads a space.
 *
 * @see kintone REST API, Get Space
 */
export const kintoneGetSpace = kintoneTool({
  name: "kintone_get_space",
  title: "Get a kintone space",
  description:
    "Reads a kintone space: name, settings, who made it, how many members it has, its default thread and the apps in it. " +
    "A private space can be read by its members only. Needs a login by password; kintone takes neither API tokens nor OAuth here.",
  effect: { kind: "read" },
  permissions: ["space:see the space"],

  input: () => z.strictObject({ space_id: spaceId(), request_timeout: requestTimeout() }),
  output: spaceOutput,

  execute: ({ space_id, request_timeout }, { session, signal }) =>
    session
      .request("getSpace", (client) => client.space.getSpace({ id: space_id }), {
        signal,
        timeoutMs: milliseconds(request_timeout),
        repeatable: true,
      })
      .andThen(showSpace),
});
