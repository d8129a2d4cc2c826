import type { Route } from "../routes.ts";
import { deleteGuests, postGuests } from "./guests.ts";
import { deletePlugin, getPluginApps, getPlugins, getRequiredPlugins, postPlugin, putPlugin } from "./plugins.ts";

const byPassword = (handler: Route["handler"]): Route => ({ handler, token: false, scope: undefined });

/** The calls of kintone's system administration: with a password only. */
export const adminRoutes: Readonly<Record<string, Route>> = {
  "POST guests.json": byPassword(postGuests),
  "DELETE guests.json": byPassword(deleteGuests),
  "GET plugins.json": byPassword(getPlugins),
  "GET plugins/required.json": byPassword(getRequiredPlugins),
  "GET plugin/apps.json": byPassword(getPluginApps),
  "POST plugin.json": byPassword(postPlugin),
  "PUT plugin.json": byPassword(putPlugin),
  "DELETE plugin.json": byPassword(deletePlugin),
};
