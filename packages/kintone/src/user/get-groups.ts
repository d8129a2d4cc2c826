import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import {
  codeInput,
  codesInput,
  directoryLimit,
  directoryOffset,
  nextOffset,
  readDirectory,
  textOf,
} from "../directory/directory-page.ts";
import { requestTimeout } from "../schema.ts";

/**
 * Reads groups of the domain.
 *
 * @see cybozu.com common administration, User API, Get Groups; Get Groups of a User
 */
export const kintoneGetGroups = kintoneTool({
  name: "kintone_get_groups",
  title: "Get kintone groups",
  description:
    "Reads groups of the kintone domain: all, those with given codes, or those that a user is in. Use it to find the code that " +
    "group fields, permissions and space members take. At most 100 a call; to go on, call again with offset set to the next_offset of " +
    "the last answer. Needs a login by password.",
  effect: { kind: "read" },
  permissions: ["domain:any user but guests"],

  input: () =>
    z
      .strictObject({
        codes: codesInput().describe("Codes of the groups to read. Without it and user_code: all."),
        user_code: codeInput().describe("Login name: reads the groups that this user is in."),
        offset: directoryOffset(),
        limit: directoryLimit(),
        request_timeout: requestTimeout(),
      })
      .superRefine(({ codes, user_code }, context) => {
        if (codes !== undefined && user_code !== undefined)
          context.addIssue({ code: "custom", path: ["codes"], message: "give either codes or user_code" });
      }),

  output: () =>
    z.object({
      groups: z.array(
        z.object({
          code: z.string(),
          name: z.string(),
          id: z.string().nullable(),
          description: z.string().nullable(),
        }),
      ),
      next_offset: nextOffset(),
    }),

  execute: ({ codes, user_code, ...page }, context) =>
    readDirectory(
      user_code === undefined
        ? { operation: "getGroups", api: "groups", parameters: { codes }, list: "groups", ...page }
        : {
            operation: "getUserGroups",
            api: "user/groups",
            parameters: { code: user_code },
            list: "groups",
            whole: true,
            ...page,
          },
      context,
    ).map(({ entries, next_offset }) => ({
      groups: entries.map((entry) => ({
        code: textOf(entry["code"]) ?? "",
        name: textOf(entry["name"]) ?? "",
        id: textOf(entry["id"]),
        description: textOf(entry["description"]),
      })),
      next_offset,
    })),

  present: ({ groups }) => [
    { type: "text", text: groups.map(({ code, name }) => `${code}: ${name}`).join("\n") || "No group was found." },
  ],
});
