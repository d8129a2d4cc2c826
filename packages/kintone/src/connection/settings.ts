import { type ConnectionValues, invalidField, type Secret, type ToolError } from "@tsunagu/core";
import { err, ok, type Result } from "neverthrow";
import { type KintoneHost, parseDomain } from "../http/hosts.ts";
import { type Credential, readCredential } from "./credential.ts";
import { type KintoneProxy, readProxy } from "./proxy.ts";

/** A connection as the transport uses it. Secrets are exposed only when a request is sent. */
export interface KintoneSettings {
  readonly host: KintoneHost;
  readonly credential: Credential;
  readonly basicAuth: { readonly username: string; readonly password: Secret } | undefined;
  readonly clientCertificate: { readonly path: string; readonly password: Secret } | undefined;
  readonly proxy: KintoneProxy | undefined;
  readonly guestSpaceId: string | undefined;
}

/**
 * Checks a connection. Errors: `invalid_input` for a domain that is not kintone's and for kinds that do not go together,
 * `unauthenticated` when no credential is given.
 */
export const readSettings = ({ text, secret }: ConnectionValues): Result<KintoneSettings, ToolError> => {
  const domain = text["kintone_domain"];
  if (domain === undefined) {
    return err(
      invalidField(
        "kintone_domain",
        "is missing",
        "Give it, or set KINTONE_BASE_URL, such as https://example.cybozu.com.",
      ),
    );
  }
  const host = parseDomain(domain, { allowLocal: text["kintone_allow_local"] === "true" });
  if (host.isErr()) return err(host.error);
  const credential = readCredential({ text, secret });
  if (credential.isErr()) return err(credential.error);

  const basicAuth = pair(text["kintone_basic_auth_username"], secret["kintone_basic_auth_password"]);
  if (basicAuth !== undefined && credential.value.kind === "oauth") {
    return err(
      invalidField(
        "kintone_basic_auth_username",
        "cannot be used with kintone_oauth_token: both need the same header",
        "Use an API token or a password with Basic authentication.",
      ),
    );
  }
  const certificate = pair(text["kintone_pfx_file_path"], secret["kintone_pfx_password"]);
  if (certificate !== undefined && !host.value.isSecureAccess) {
    return err(
      invalidField(
        "kintone_domain",
        "is not the host that takes a client certificate",
        "Write it with .s, as in example.s.cybozu.com.",
      ),
    );
  }
  const guestSpaceId = text["kintone_guest_space_id"];
  if (guestSpaceId !== undefined && !/^[1-9]\d{0,17}$/.test(guestSpaceId)) {
    return err(
      invalidField("kintone_guest_space_id", "is not a number", "It is the number in the address /k/guest/<number>/."),
    );
  }
  const proxy = secret["kintone_proxy"] === undefined ? ok(undefined) : readProxy(secret["kintone_proxy"]);
  if (proxy.isErr()) return err(proxy.error);
  return ok({
    host: host.value,
    credential: credential.value,
    basicAuth,
    clientCertificate: certificate && { path: certificate.username, password: certificate.password },
    proxy: proxy.value,
    guestSpaceId,
  });
};

const pair = (username: string | undefined, password: Secret | undefined) =>
  username === undefined || password === undefined ? undefined : { username, password };
