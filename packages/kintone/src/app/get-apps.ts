import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, milliseconds, requestTimeout } from "../schema.ts";
import { appOutput, showApp } from "../settings/app-output.ts";
import { readApps } from "../settings/read-apps.ts";

const spaceId = () => z.string().regex(/^[1-9]\d{0,17}$/, "has to be a positive whole number");

/**
 * Finds apps.
 *
 * @see kintone REST API, Get Apps
 */
export const kintoneGetApps = kintoneTool({
  name: "kintone_get_apps",
  title: "Get kintone apps",
  description:
    "Lists the kintone apps that this user may see, by app id. Use it to find an app's id by its name. Conditions are joined with " +
    "and; without any, all apps are listed. Reads page by page, up to max_apps; next_offset says where to go on. Not possible with " +
    "an API token. In a guest space only that space's apps are listed.",
  effect: { kind: "read" },
  permissions: ["app:view records"],

  input: () =>
    z.strictObject({
      name: z
        .string()
        .min(1)
        .max(64)
        .optional()
        .describe("Part of the app's name, in any language it is given in. Capital and small letters are alike."),
      kintone_app_ids: z.array(appId()).min(1).max(100).optional().describe("Only these app ids."),
      codes: z
        .array(z.string().min(1).max(64))
        .min(1)
        .max(100)
        .optional()
        .describe("Only these app codes, written exactly."),
      space_ids: z.array(spaceId()).min(1).max(100).optional().describe("Only apps of these spaces."),
      offset: z.int().min(0).max(1_000_000).default(0).describe("How many apps to skip."),
      max_apps: z.int().min(1).max(10_000).default(500).describe("Most apps to return. kintone gives 100 a request."),
      request_timeout: requestTimeout(),
    }),

  output: () =>
    z.object({
      apps: z.array(appOutput()),
      next_offset: z.int().nullable().describe("The offset to go on from; null when there are no more apps."),
    }),

  execute: (
    { name, kintone_app_ids, codes, space_ids, offset, max_apps, request_timeout },
    { session, signal, report },
  ) => {
    const filter = {
      ...(name !== undefined && { name }),
      ...(kintone_app_ids && { ids: kintone_app_ids }),
      ...(codes && { codes }),
      ...(space_ids && { spaceIds: space_ids }),
    };
    return readApps(session, filter, {
      offset,
      ceiling: max_apps,
      signal,
      timeoutMs: milliseconds(request_timeout),
      onPage: (done) => report({ message: `${done} apps read`, done }),
    }).map(({ apps, nextOffset }) => ({ apps: apps.map(showApp), next_offset: nextOffset }));
  },
});
