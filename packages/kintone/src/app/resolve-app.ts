import type { ToolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { errAsync, okAsync, type ResultAsync } from "neverthrow";
import { kintoneTool } from "../connector.ts";
import { ambiguous, type Candidate, sameName, unknownName } from "../resolve/unresolved.ts";
import { milliseconds, requestTimeout } from "../schema.ts";
import type { KintoneSession } from "../session.ts";
import { appOutput, showApp } from "../settings/app-output.ts";
import { type AppFilter, type FoundApps, type ReadAppsOptions, readApps } from "../settings/read-apps.ts";

const mostApps = 1000;

/**
 * Finds the one app that a name, a code or an id means.
 *
 * @see kintone REST API, Get Apps
 */
export const kintoneResolveApp = kintoneTool({
  name: "kintone_resolve_app",
  title: "Find a kintone app by name",
  description:
    "Finds the one kintone app that is meant by an app id, an app code or a name, and answers with its id, which other tools take as " +
    "kintone_app_id. Id and code count before names; a name has to be whole, only capitals and blanks around it do not matter. " +
    "When several apps have the name, the answer is an error that lists them; when none has it, those with a name that holds it. Not " +
    "possible with an API token, which opens only its own app.",
  effect: { kind: "read" },
  permissions: ["app:view records"],

  input: () =>
    z.strictObject({
      app: z.string().min(1).max(64).describe("App id, app code, or the app's name."),
      space_id: z
        .string()
        .regex(/^[1-9]\d{0,17}$/, "has to be a positive whole number")
        .optional()
        .describe("Only apps of this space, where several apps have the name."),
      request_timeout: requestTimeout(),
    }),

  output: appOutput,

  execute: ({ app: given, space_id, request_timeout }, { session, signal }) => {
    const app = given.trim();
    const options = { signal, timeoutMs: milliseconds(request_timeout), offset: 0, onPage: () => {} };
    const find = finder(session, { ...options, ceiling: mostApps }, space_id);
    const byId = /^[1-9]\d{0,17}$/.test(app) ? find({ ids: [app] }) : okAsync([]);
    return byId
      .andThen((apps) => (apps.length > 0 ? okAsync(apps) : find({ codes: [app] })))
      .andThen(([only]) =>
        only === undefined ? find({ name: app }).andThen((apps) => byName(app, apps)) : okAsync(only),
      )
      .map(showApp);
  },

  present: ({ app_id, name, code }) => [
    { type: "text", text: `${app_id}: ${name}${code === "" ? "" : ` (code ${code})`}` },
  ],
});

type Apps = FoundApps["apps"];

const finder =
  (session: KintoneSession, options: ReadAppsOptions, space: string | undefined) =>
  (filter: AppFilter): ResultAsync<Apps, ToolError> =>
    readApps(session, { ...filter, ...(space !== undefined && { spaceIds: [space] }) }, options).map(
      ({ apps }) => apps,
    );

const byName = (name: string, apps: Apps): ResultAsync<Apps[number], ToolError> => {
  const named = apps.filter((app) => sameName(app.name, name));
  const [only] = named;
  if (only === undefined) return errAsync(unknownName("app", name, apps.map(candidate)));
  return named.length === 1 ? okAsync(only) : errAsync(ambiguous("app", name, named.map(candidate)));
};

const candidate = ({ appId, name, code, spaceId }: Apps[number]): Candidate => {
  const where = [code ? `code ${code}` : "", spaceId ? `space ${spaceId}` : ""]
    .filter((part) => part !== "")
    .join(", ");
  return { value: appId, label: where === "" ? name : `${name} (${where})` };
};
