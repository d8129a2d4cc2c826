import type { Handler } from "./call.ts";
import { KintoneError } from "./errors.ts";
import { adminRoutes } from "./handlers/admin-routes.ts";
import { getApp, getApps } from "./handlers/apps.ts";
import { postBulkRequest } from "./handlers/bulk-request.ts";
import { deleteComment, getComments, postComment } from "./handlers/comments.ts";
import { deleteCursor, getCursor, postCursor } from "./handlers/cursor.ts";
import { getRecord } from "./handlers/record.ts";
import { getRecords } from "./handlers/records-read.ts";
import { settingsRoutes } from "./handlers/settings-routes.ts";
import { spaceRoutes } from "./handlers/space-routes.ts";
import { userRoutes } from "./handlers/user-routes.ts";
import { writeHandlers } from "./handlers/write-handlers.ts";
import type { Principal } from "./principal.ts";

/** A call and who may make it. A password is good for every call. */
export interface Route {
  readonly handler: Handler | "upload" | "download";
  /** Whether API tokens may make it. */
  readonly token: boolean;
  /** The OAuth scope it needs; undefined when OAuth may not make it at all. */
  readonly scope: string | undefined;
}

const RECORD_READ = "k:app_record:read";
const RECORD_WRITE = "k:app_record:write";
const SETTINGS_READ = "k:app_settings:read";

/** Every call, by `METHOD path`. */
export const routes: Readonly<Record<string, Route>> = {
  ...Object.fromEntries(
    Object.entries(writeHandlers).map(([name, handler]) => [name, { handler, token: true, scope: RECORD_WRITE }]),
  ),
  "GET record.json": { handler: getRecord, token: true, scope: RECORD_READ },
  "GET records.json": { handler: getRecords, token: true, scope: RECORD_READ },
  "GET record/comments.json": { handler: getComments, token: true, scope: RECORD_READ },
  "POST record/comment.json": { handler: postComment, token: true, scope: RECORD_WRITE },
  "DELETE record/comment.json": { handler: deleteComment, token: true, scope: RECORD_WRITE },
  "POST records/cursor.json": { handler: postCursor, token: true, scope: undefined },
  "GET records/cursor.json": { handler: getCursor, token: true, scope: undefined },
  "DELETE records/cursor.json": { handler: deleteCursor, token: true, scope: undefined },
  "POST bulkRequest.json": { handler: postBulkRequest, token: true, scope: undefined },
  "POST file.json": { handler: "upload", token: true, scope: "k:file:write" },
  "GET file.json": { handler: "download", token: true, scope: "k:file:read" },
  "GET app.json": { handler: getApp, token: true, scope: SETTINGS_READ },
  "GET apps.json": { handler: getApps, token: false, scope: SETTINGS_READ },
  ...settingsRoutes,
  ...spaceRoutes,
  ...userRoutes,
  ...adminRoutes,
};

/** Whether a path is served at all, whatever the method. */
export const isServed = (path: string): boolean => Object.keys(routes).some((name) => name.endsWith(` ${path}`));

/** Refuses a caller whose kind of credential the call does not take. */
export const checkRoute = (route: Route, principal: Principal): void => {
  if (principal.kind === "token" && !route.token)
    throw new KintoneError(403, "GAIA_NO01", "This API cannot be run with an API token.");
  if (principal.kind !== "oauth") return;
  if (route.scope === undefined) throw new KintoneError(403, "CB_OA01", "This API cannot be run with OAuth.");
  if (!principal.scopes.includes(route.scope))
    throw new KintoneError(403, "CB_OA01", `The OAuth token lacks the scope ${route.scope}.`);
};
