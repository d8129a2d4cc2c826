import type { IncomingHttpHeaders } from "node:http";
import type { App, AppToken } from "./app.ts";
import { ADMINISTRATOR } from "./directory.ts";
import { illegalRequest, KintoneError } from "./errors.ts";
import type { Principal } from "./principal.ts";
import type { Store } from "./store.ts";

/** How a request says who calls; `none` when it does not. */
export type AuthKind = "password" | "token" | "oauth" | "none";

const MAX_TOKENS = 9;

/** Which credential counts: as in kintone a password beats API tokens, and they beat OAuth. */
export const authKind = (headers: IncomingHttpHeaders): AuthKind => {
  if (headers["x-cybozu-authorization"] !== undefined) return "password";
  if (headers["x-cybozu-api-token"] !== undefined) return "token";
  return /^Bearer /i.test(headers.authorization ?? "") ? "oauth" : "none";
};

/**
 * Finds out who calls. No credential is 401 CB_AU01, a wrong password 401 CB_WA01, an unknown API token 400 GAIA_IA02,
 * two tokens of one app 400 GAIA_DA03, an unknown OAuth token 401 CB_OA01.
 *
 * @see kintone REST API, Authentication
 */
export const authenticate = (headers: IncomingHttpHeaders, store: Store): Principal => {
  switch (authKind(headers)) {
    case "password":
      return byPassword(headerText(headers["x-cybozu-authorization"]), store);
    case "token":
      return byTokens(headerText(headers["x-cybozu-api-token"]), store);
    case "oauth":
      return byOAuth((headers.authorization ?? "").slice("Bearer ".length).trim(), store);
    default:
      throw new KintoneError(401, "CB_AU01", "Log in to use this API.");
  }
};

const headerText = (value: string | string[] | undefined): string =>
  Array.isArray(value) ? value.join(",") : (value ?? "");

const byPassword = (header: string, store: Store): Principal => {
  const text = Buffer.from(header, "base64").toString("utf8");
  const colon = text.indexOf(":");
  const user = store.directory.user(text.slice(0, Math.max(colon, 0)));
  if (user === undefined || text.slice(colon + 1) !== user.password)
    throw new KintoneError(401, "CB_WA01", "The user or the password is wrong.");
  return {
    kind: "password",
    user: { code: user.code, name: user.name ?? user.code },
    primaryOrganization: user.primaryOrganization,
    tokens: [],
    permissions: user.permissions,
    scopes: [],
  };
};

const byTokens = (header: string, store: Store): Principal => {
  const given = header.split(",").map((token) => token.trim());
  if (given.length > MAX_TOKENS) throw illegalRequest(`at most ${MAX_TOKENS} API tokens can be given.`);
  const tokens = given.map((token) => findToken(token, store));
  if (new Set(tokens.map(({ app }) => app)).size < tokens.length) {
    throw new KintoneError(400, "GAIA_DA03", "Two API tokens of the same app cannot be given.");
  }
  return {
    kind: "token",
    user: ADMINISTRATOR,
    primaryOrganization: undefined,
    tokens,
    permissions: undefined,
    scopes: [],
  };
};

const findToken = (token: string, store: Store): { app: App; token: AppToken } => {
  const app = store.appOfToken(token);
  const found = app?.tokens.find((entry) => entry.token === token);
  if (app === undefined || found === undefined)
    throw new KintoneError(400, "GAIA_IA02", "The API token is not one that an app made.");
  return { app, token: found };
};

const byOAuth = (text: string, store: Store): Principal => {
  const token = store.directory.oauthToken(text);
  const user = token === undefined ? undefined : store.directory.user(token.user);
  if (token === undefined || user === undefined)
    throw new KintoneError(401, "CB_OA01", "The OAuth token is not valid.");
  return {
    kind: "oauth",
    user: { code: user.code, name: user.name ?? user.code },
    primaryOrganization: user.primaryOrganization,
    tokens: [],
    permissions: user.permissions,
    scopes: token.scopes,
  };
};
