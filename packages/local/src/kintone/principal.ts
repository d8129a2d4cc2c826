import type { App, AppToken } from "./app.ts";
import type { Permission } from "./definitions.ts";
import type { Entity } from "./records/values.ts";

/** Who calls, and what that entitles to. */
export interface Principal {
  readonly kind: "token" | "password" | "oauth";
  readonly user: Entity;
  readonly primaryOrganization: string | undefined;
  /** With API tokens: the apps they open. */
  readonly tokens: readonly { readonly app: App; readonly token: AppToken }[];
  /** With a password or OAuth: what the user may do in every app; undefined for everything. */
  readonly permissions: readonly Permission[] | undefined;
  /** With OAuth: the token's scopes. */
  readonly scopes: readonly string[];
}

/** Whether the caller may do this in the app. */
export const isPermitted = (principal: Principal, app: App, permission: Permission): boolean => {
  if (principal.kind !== "token")
    return principal.permissions === undefined || principal.permissions.includes(permission);
  return principal.tokens.some((entry) => entry.app === app && entry.token.permissions.includes(permission));
};
