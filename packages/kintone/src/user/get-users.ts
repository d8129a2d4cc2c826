import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import {
  codeInput,
  codesInput,
  type DirectoryRead,
  directoryLimit,
  directoryOffset,
  nextOffset,
  readDirectory,
  textOf,
} from "../directory/directory-page.ts";
import { requestTimeout } from "../schema.ts";

const input = () =>
  z
    .strictObject({
      codes: codesInput().describe(
        "Login names of the users to read. Without it, group_code and organization_code: all.",
      ),
      group_code: codeInput().describe("Reads the users of this group."),
      organization_code: codeInput().describe(
        "Reads the users of this organization, without those of organizations below.",
      ),
      offset: directoryOffset(),
      limit: directoryLimit(),
      request_timeout: requestTimeout(),
    })
    .superRefine(({ codes, group_code, organization_code }, context) => {
      if ([codes, group_code, organization_code].filter((given) => given !== undefined).length > 1)
        context.addIssue({
          code: "custom",
          path: ["codes"],
          message: "give one of codes, group_code and organization_code",
        });
    });

/**
 * Reads users of the domain.
 *
 * @see cybozu.com common administration, User API, Get Users; Get Users in a Group; Get Users in an Organization
 */
export const kintoneGetUsers = kintoneTool({
  name: "kintone_get_users",
  title: "Get kintone users",
  description:
    "Reads users of the kintone domain: all, those with given login names, or those of a group or an organization. Use it to find the " +
    "login name (`code`) that user fields, assignees and mentions take. At most 100 a call; to go on, call again with offset set to " +
    "the next_offset of the last answer. Needs a login by password.",
  effect: { kind: "read" },
  permissions: ["domain:any user but guests"],
  input,

  output: () =>
    z.object({
      users: z.array(
        z.object({
          code: z.string().describe("Login name."),
          name: z.string(),
          id: z.string().nullable(),
          email: z.string().nullable(),
          valid: z.boolean().nullable().describe("false: the account is suspended."),
          timezone: z.string().nullable(),
          locale: z.string().nullable(),
        }),
      ),
      next_offset: nextOffset(),
    }),

  execute: (given, context) =>
    readDirectory({ ...source(given), ...given }, context).map(({ entries, next_offset }) => ({
      users: entries.map(({ code, name, id, email, valid, timezone, locale }) => ({
        code: textOf(code) ?? "",
        name: textOf(name) ?? "",
        id: textOf(id),
        email: textOf(email),
        valid: typeof valid === "boolean" ? valid : null,
        timezone: textOf(timezone),
        locale: textOf(locale),
      })),
      next_offset,
    })),

  present: ({ users }) => [
    { type: "text", text: users.map(({ code, name }) => `${code}: ${name}`).join("\n") || "No user was found." },
  ],
});

type Source = Pick<DirectoryRead, "operation" | "api" | "parameters" | "list" | "inner">;

const source = ({ codes, group_code, organization_code }: z.output<ReturnType<typeof input>>): Source => {
  if (group_code !== undefined)
    return { operation: "getGroupUsers", api: "group/users", parameters: { code: group_code }, list: "users" };
  if (organization_code !== undefined) {
    const parameters = { code: organization_code };
    return {
      operation: "getOrganizationUsers",
      api: "organization/users",
      parameters,
      list: "userTitles",
      inner: "user",
    };
  }
  return { operation: "getUsers", api: "users", parameters: { codes }, list: "users" };
};
