import { isObject, type ToolError, toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { err, ok, type Result } from "neverthrow";

const person = () => z.object({ code: z.string(), name: z.string() });
const flag = () => z.boolean().nullable();

/** A space in an answer. */
export const spaceOutput = () =>
  z.object({
    space_id: z.string(),
    name: z.string(),
    default_thread_id: z.string().nullable().describe("The thread that the space was made with."),
    is_private: flag(),
    is_guest: flag(),
    fixed_member: flag().describe("Only administrators change the members."),
    use_multi_thread: flag().describe("The space has several threads, and a body."),
    member_count: z.int().nullable(),
    body: z.string().nullable().describe("HTML of the space's announcement."),
    show_announcement: flag(),
    show_thread_list: flag(),
    show_app_list: flag(),
    show_member_list: flag(),
    show_related_link_list: flag(),
    app_creation: z.enum(["EVERYONE", "ADMIN"]).nullable().describe("Who may make apps in the space."),
    creator: person().nullable(),
    modifier: person().nullable(),
    attached_apps: z.array(
      z.object({ app_id: z.string(), code: z.string(), name: z.string(), thread_id: z.string().nullable() }),
    ),
  });

/** Reads kintone's answer about a space. What it does not say is null. Errors: `upstream` for another answer. */
export const showSpace = (answer: unknown): Result<z.output<ReturnType<typeof spaceOutput>>, ToolError> => {
  if (!isObject(answer) || textOf(answer["id"]) === null)
    return err(toolError("upstream", "kintone's answer holds no space."));
  const permissions = isObject(answer["permissions"]) ? answer["permissions"] : {};
  const apps = Array.isArray(answer["attachedApps"]) ? answer["attachedApps"].filter(isObject) : [];
  return ok({
    space_id: textOf(answer["id"]) ?? "",
    name: textOf(answer["name"]) ?? "",
    default_thread_id: textOf(answer["defaultThread"]),
    is_private: flagOf(answer["isPrivate"]),
    is_guest: flagOf(answer["isGuest"]),
    fixed_member: flagOf(answer["fixedMember"]),
    use_multi_thread: flagOf(answer["useMultiThread"]),
    member_count: textOf(answer["memberCount"]) === null ? null : Number(answer["memberCount"]),
    body: textOf(answer["body"]),
    show_announcement: flagOf(answer["showAnnouncement"]),
    show_thread_list: flagOf(answer["showThreadList"]),
    show_app_list: flagOf(answer["showAppList"]),
    show_member_list: flagOf(answer["showMemberList"]),
    show_related_link_list: flagOf(answer["showRelatedLinkList"]),
    app_creation:
      permissions["createApp"] === "EVERYONE" || permissions["createApp"] === "ADMIN" ? permissions["createApp"] : null,
    creator: personOf(answer["creator"]),
    modifier: personOf(answer["modifier"]),
    attached_apps: apps.map((app) => ({
      app_id: textOf(app["appId"]) ?? "",
      code: textOf(app["code"]) ?? "",
      name: textOf(app["name"]) ?? "",
      thread_id: textOf(app["threadId"]),
    })),
  });
};

const textOf = (value: unknown): string | null =>
  typeof value === "string" || typeof value === "number" ? String(value) : null;

const flagOf = (value: unknown): boolean | null => (typeof value === "boolean" ? value : null);

const personOf = (value: unknown): z.output<ReturnType<typeof person>> | null =>
  isObject(value) ? { code: textOf(value["code"]) ?? "", name: textOf(value["name"]) ?? "" } : null;
