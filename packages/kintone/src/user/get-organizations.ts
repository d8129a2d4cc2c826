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
 * Reads organizations of the domain.
 *
 * @see cybozu.com common administration, User API, Get Organizations; Get Organizations of a User
 */
export const kintoneGetOrganizations = kintoneTool({
  name: "kintone_get_organizations",
  title: "Get kintone organizations",
  description:
    "Reads organizations of the kintone domain: all, those with given codes, or those that a user is in. Use it to find the code that " +
    "organization fields, permissions and space members take. At most 100 a call; to go on, call again with offset set to the next_offset of " +
    "the last answer. Needs a login by password.",
  effect: { kind: "read" },
  permissions: ["domain:any user but guests"],

  input: () =>
    z
      .strictObject({
        codes: codesInput().describe("Codes of the organizations to read. Without it and user_code: all."),
        user_code: codeInput().describe("Login name: reads the organizations that this user is in."),
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
      organizations: z.array(
        z.object({
          code: z.string(),
          name: z.string(),
          id: z.string().nullable(),
          parent_code: z.string().nullable().describe("Code of the organization above; null at the top."),
          description: z.string().nullable(),
        }),
      ),
      next_offset: nextOffset(),
    }),

  execute: ({ codes, user_code, ...page }, context) =>
    readDirectory(
      user_code === undefined
        ? { operation: "getOrganizations", api: "organizations", parameters: { codes }, list: "organizations", ...page }
        : {
            operation: "getUserOrganizations",
            api: "user/organizations",
            parameters: { code: user_code },
            list: "organizationTitles",
            inner: "organization",
            whole: true,
            ...page,
          },
      context,
    ).map(({ entries, next_offset }) => ({
      organizations: entries.map((entry) => ({
        code: textOf(entry["code"]) ?? "",
        name: textOf(entry["name"]) ?? "",
        id: textOf(entry["id"]),
        parent_code: textOf(entry["parentCode"]),
        description: textOf(entry["description"]),
      })),
      next_offset,
    })),

  present: ({ organizations }) => [
    {
      type: "text",
      text: organizations.map(({ code, name }) => `${code}: ${name}`).join("\n") || "No organization was found.",
    },
  ],
});
