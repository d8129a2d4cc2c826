import type { ConnectionValues } from "@tsunagu/core";
import { type Credential, readCredential } from "./credential.ts";

/**
 * Why kintone does not take a connection's credential for a tool's call; undefined when it does. A connection without a good
 * credential is refused nothing here: the call itself says what is wrong with it.
 */
export const refusalOf = (tool: string, connection: ConnectionValues): string | undefined => {
  const rules = Object.hasOwn(credentialRules, tool) ? credentialRules[tool] : undefined;
  return (
    rules &&
    readCredential(connection).match(
      ({ kind }) => rules[kind],
      () => undefined,
    )
  );
};

/** By tool name, for each kind of credential that kintone does not take for its call: why, and what to use. */
type CredentialRules = Readonly<Record<string, { readonly [Kind in Credential["kind"]]?: string }>>;

const passwordOrOAuth = "log in with kintone_username and kintone_password, or with kintone_oauth_token";
const passwordOnly = "log in with kintone_username and kintone_password";
const tokenOrPassword = "use kintone_api_token, or kintone_username and kintone_password";

const noToken = { token: `kintone takes no API token for it; ${passwordOrOAuth}.` };
const noOAuth = { oauth: `kintone takes no OAuth token for it; ${tokenOrPassword}.` };
const onlyPassword = {
  token: `kintone takes no API token for it; ${passwordOnly}.`,
  oauth: `kintone takes no OAuth token for it; ${passwordOnly}.`,
};

/**
 * The tools that some kinds of credential cannot use at all. A tool that is not listed works with every kind.
 *
 * @see kintone REST API, Authentication (of each API)
 */
const credentialRules: CredentialRules = {
  kintone_bulk_request: noOAuth,
  kintone_get_admin_notes: noOAuth,
  kintone_update_admin_notes: noOAuth,
  kintone_get_app_plugins: noOAuth,
  kintone_add_app_plugins: noOAuth,
  kintone_get_apps: noToken,
  kintone_resolve_app: noToken,
  kintone_add_app: noToken,
  kintone_get_customize: noToken,
  kintone_update_customize: noToken,
  kintone_evaluate_records_acl: onlyPassword,
  kintone_get_space: onlyPassword,
  kintone_update_space: onlyPassword,
  kintone_delete_space: onlyPassword,
  kintone_add_space_from_template: onlyPassword,
  kintone_get_space_members: onlyPassword,
  kintone_update_space_members: onlyPassword,
  kintone_update_space_guests: onlyPassword,
  kintone_add_thread: onlyPassword,
  kintone_update_thread: onlyPassword,
  kintone_add_thread_comment: onlyPassword,
  kintone_search: onlyPassword,
  kintone_add_guests: onlyPassword,
  kintone_delete_guests: onlyPassword,
  kintone_get_plugins: onlyPassword,
  kintone_get_plugin_apps: onlyPassword,
  kintone_install_plugin: onlyPassword,
  kintone_update_plugin: onlyPassword,
  kintone_uninstall_plugin: onlyPassword,
  kintone_get_users: onlyPassword,
  kintone_get_groups: onlyPassword,
  kintone_get_organizations: onlyPassword,
};
