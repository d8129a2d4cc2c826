import type { App } from "./app.ts";
import type { Permission } from "./definitions.ts";
import { appNotFound, KintoneError } from "./errors.ts";
import type { Journal } from "./journal.ts";
import { type Parameters, requiredInteger } from "./parameters.ts";
import { isPermitted, type Principal } from "./principal.ts";
import type { Store } from "./store.ts";

/** One API call: who calls, with what, and where its changes are noted. */
export interface Call {
  readonly store: Store;
  readonly principal: Principal;
  readonly parameters: Parameters;
  /** From `/k/guest/{id}/v1/`; undefined on the ordinary path. */
  readonly guestSpaceId: number | undefined;
  readonly journal: Journal;
  /** Says something beside the answer, in its X-Cybozu-Warning header. */
  warn(warning: string): void;
}

/** Serves one API call; what it returns is the JSON answer. */
export type Handler = (call: Call) => unknown;

/** The app that a call names, once the caller is known to be permitted one of `permissions` in it. */
export const openApp = (call: Call, ...permissions: readonly Permission[]): App =>
  openAppById(call, requiredInteger(call.parameters, "app"), ...permissions);

/** As `openApp`, for an id that is not under `app`. */
export const openAppById = (
  { store, principal, guestSpaceId }: Omit<Call, "journal" | "warn">,
  id: number,
  ...permissions: readonly Permission[]
): App => {
  const app = inSpace(store.app(id), id, guestSpaceId);
  if (app.settings.live === undefined) throw appNotFound(id);
  checkPermission(principal, app, permissions);
  return app;
};

/** As `openAppById`, for the settings being prepared: the app need not be deployed, and the caller manages it. */
export const openPreview = ({ store, principal, guestSpaceId }: Call, id: number): App => {
  const app = inSpace(store.app(id), id, guestSpaceId);
  checkPermission(principal, app, ["manage"]);
  return app;
};

const inSpace = (app: App | undefined, id: number, guestSpaceId: number | undefined): App => {
  if (app === undefined || (guestSpaceId !== undefined && app.definition.guestSpaceId !== guestSpaceId))
    throw appNotFound(id);
  if (guestSpaceId === undefined && app.definition.guestSpaceId !== undefined) {
    throw new KintoneError(
      400,
      "GAIA_IL23",
      `App ${id} is in a guest space; call it under /k/guest/${app.definition.guestSpaceId}/v1/.`,
    );
  }
  return app;
};

/** 403 unless the caller administers kintone: a user without listed permissions. */
export const checkAdministrator = ({ principal }: Call): void => {
  if (principal.permissions !== undefined)
    throw new KintoneError(403, "CB_NO02", "Only an administrator of kintone has the permission for this.");
};

/** 403 unless the caller may do one of `permissions` in the app. */
export const checkPermission = (principal: Principal, app: App, permissions: readonly Permission[]): void => {
  if (permissions.some((permission) => isPermitted(principal, app, permission))) return;
  if (principal.kind !== "token") throw new KintoneError(403, "CB_NO02", "You have no permission for this.");
  if (!principal.tokens.some((entry) => entry.app === app)) {
    throw new KintoneError(403, "GAIA_AP15", `The API token is not one of app ${app.id}.`);
  }
  throw new KintoneError(403, "GAIA_NO01", "This API token may not run the API.");
};
