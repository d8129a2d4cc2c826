import { isObject, toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { err, ok } from "neverthrow";
import { kintoneTool } from "../connector.ts";
import { milliseconds, requestTimeout } from "../schema.ts";
import { spaceId } from "../spaces/schema.ts";

/**
 * Reads the members of a space.
 *
 * @see kintone REST API, Get Space Members
 */
export const kintoneGetSpaceMembers = kintoneTool({
  name: "kintone_get_space_members",
  title: "Get kintone space members",
  description:
    "Reads the members of a kintone space: users, groups and organizations, and which of them administer it. Call it before " +
    "kintone_update_space_members, which replaces the list as a whole. Guests are not in it. Needs a login by password; kintone takes " +
    "neither API tokens nor OAuth here.",
  effect: { kind: "read" },
  permissions: ["space:see the space"],

  input: () => z.strictObject({ space_id: spaceId(), request_timeout: requestTimeout() }),

  output: () =>
    z.object({
      space_id: z.string(),
      members: z.array(
        z.object({
          entity: z.object({ type: z.string(), code: z.string() }),
          is_admin: z.boolean(),
          is_implicit: z.boolean().describe("A member through a group or an organization, not by name."),
          include_subs: z.boolean().nullable().describe("Also the organizations below; null of users and groups."),
        }),
      ),
    }),

  execute: ({ space_id, request_timeout }, { session, signal }) =>
    session
      .request("getSpaceMembers", (client) => client.space.getSpaceMembers({ id: space_id }), {
        signal,
        timeoutMs: milliseconds(request_timeout),
        repeatable: true,
      })
      .andThen((answer: unknown) => {
        const members = isObject(answer) ? answer["members"] : undefined;
        if (!Array.isArray(members)) return err(toolError("upstream", "kintone's answer holds no members."));
        return ok({ space_id, members: members.filter(isObject).map(member) });
      }),

  present: ({ members }) => [
    {
      type: "text",
      text:
        members
          .map(({ entity, is_admin }) => `${entity.type} ${entity.code}${is_admin ? " (administrator)" : ""}`)
          .join("\n") || "The space has no members.",
    },
  ],
});

const member = (given: Readonly<Record<string, unknown>>) => {
  const entity = isObject(given["entity"]) ? given["entity"] : {};
  return {
    entity: { type: String(entity["type"] ?? ""), code: String(entity["code"] ?? "") },
    is_admin: given["isAdmin"] === true,
    is_implicit: given["isImplicit"] === true,
    include_subs: typeof given["includeSubs"] === "boolean" ? given["includeSubs"] : null,
  };
};
