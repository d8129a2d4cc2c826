import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { kintoneAdministration, nextOffset, offsetAfter, pluginId, pluginPage } from "../plugins/schema.ts";
import { milliseconds, requestTimeout } from "../schema.ts";
import { given } from "../settings/given.ts";

/**
 * Lists the plug-ins of the domain.
 *
 * @see kintone REST API, Get Installed Plug-ins; Get Required Plug-ins
 */
export const kintoneGetPlugins = kintoneTool({
  name: "kintone_get_plugins",
  title: "Get kintone plug-ins",
  description:
    "Lists the plug-ins that are installed in the kintone domain, the latest first, or those that apps have and that are missing. " +
    "At most 100 a call; to go on, call again with offset set to next_offset. Needs a login by password of an administrator of kintone.",
  effect: { kind: "read" },
  permissions: [kintoneAdministration],

  input: () =>
    z
      .strictObject({
        status: z
          .enum(["installed", "required"])
          .default("installed")
          .describe(
            "installed: those that can be added to apps. required: those that apps have and that are not installed.",
          ),
        plugin_ids: z.array(pluginId()).min(1).max(100).optional().describe("Only these installed plug-ins."),
        ...pluginPage(),
        request_timeout: requestTimeout(),
      })
      .superRefine(({ status, plugin_ids }, context) => {
        if (status === "required" && plugin_ids !== undefined)
          context.addIssue({ code: "custom", path: ["plugin_ids"], message: "is taken for status installed only" });
      }),

  output: () =>
    z.object({
      plugins: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          description: z.string().nullable(),
          version: z.string().nullable(),
          is_market_plugin: z.boolean().nullable().describe("Whether it comes from kintone's own store."),
        }),
      ),
      next_offset: nextOffset(),
    }),

  execute: ({ status, plugin_ids, offset, limit, request_timeout }, { session, signal }) => {
    const options = { signal, timeoutMs: milliseconds(request_timeout), repeatable: true };
    const found =
      status === "required"
        ? session.request(
            "getRequiredPlugins",
            (client) => client.plugin.getRequiredPlugins({ offset, limit }),
            options,
          )
        : session.request(
            "getPlugins",
            (client) => client.plugin.getPlugins({ offset, limit, ...given({ ids: plugin_ids }) }),
            options,
          );
    return found.map(({ plugins }) => ({
      plugins: plugins.map(({ id, name, description, version, isMarketPlugin }) => ({
        id,
        name,
        description: description ?? null,
        version: version ?? null,
        is_market_plugin: isMarketPlugin ?? null,
      })),
      next_offset: offsetAfter(plugins.length, { offset, limit }),
    }));
  },

  present: ({ plugins }) => [
    {
      type: "text",
      text:
        plugins.map(({ id, name, version }) => `${id}: ${name}${version === null ? "" : ` ${version}`}`).join("\n") ||
        "No plug-in was found.",
    },
  ],
});
