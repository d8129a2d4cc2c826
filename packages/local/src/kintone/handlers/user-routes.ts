import type { Route } from "../routes.ts";
import {
  getGroups,
  getGroupUsers,
  getOrganizations,
  getOrganizationUsers,
  getUserGroups,
  getUserOrganizations,
  getUsers,
} from "./users.ts";

const byPassword = (handler: Route["handler"]): Route => ({ handler, token: false, scope: undefined });

/** The User API, which lies under /v1/ and is the same for all of a domain's products: with a password only. */
export const userRoutes: Readonly<Record<string, Route>> = {
  "GET /v1/users.json": byPassword(getUsers),
  "GET /v1/groups.json": byPassword(getGroups),
  "GET /v1/organizations.json": byPassword(getOrganizations),
  "GET /v1/group/users.json": byPassword(getGroupUsers),
  "GET /v1/organization/users.json": byPassword(getOrganizationUsers),
  "GET /v1/user/groups.json": byPassword(getUserGroups),
  "GET /v1/user/organizations.json": byPassword(getUserOrganizations),
};
