import { invalidField, type ToolError } from "@tsunagu/core";
import { err, ok, type Result } from "neverthrow";

/** A checked place to send requests, and with them the credential, to. */
export interface KintoneHost {
  /** Scheme, host and port without a trailing slash. */
  readonly origin: string;
  /** A kintone on this machine, allowed by `kintone_allow_local`. */
  readonly isLocal: boolean;
  /** The host of secure access (`sub.s.cybozu.com`), which asks for a client certificate. */
  readonly isSecureAccess: boolean;
}

/**
 * Reads what people give as their kintone domain: `sub`, `sub.cybozu.com`, `https://sub.cybozu.com/`, also with `/k/`.
 * Only https, only kintone's own domains with exactly one label before them (and `.s` for secure access), no port, no
 * user name: nobody else is ever sent a credential. `allowLocal` adds `http://localhost:<port>` and `http://127.0.0.1:<port>`.
 */
export const parseDomain = (
  domain: string,
  options: { readonly allowLocal: boolean },
): Result<KintoneHost, ToolError> => {
  const text = domain.trim();
  if (!/^[\x21-\x7e]+$/.test(text) || /[\\@?#%]/.test(text)) {
    return refuse("holds a character that no kintone address has");
  }
  const bare = /^[a-z0-9-]+$/i.test(text) ? `${text}.cybozu.com` : text;
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(bare) ? bare : `https://${bare}`);
  if (url === null) return refuse("is not an address");
  if (!["/", "/k", "/k/"].includes(url.pathname)) return refuse(`has a path (${url.pathname})`);
  if (isLoopback(url)) return localHost(url, options.allowLocal);
  if (url.protocol !== "https:") return refuse("is not https");
  if (url.port !== "") return refuse(`has a port (${url.port})`);
  const match = kintoneHost.exec(url.hostname);
  if (match === null) return refuse("is not a kintone domain");
  return ok({ origin: url.origin, isLocal: false, isSecureAccess: match[1] !== undefined });
};

/** One label, secure access or not, and one of the domains that Cybozu serves kintone from. */
const kintoneHost =
  /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(\.s)?\.(?:cybozu\.com|kintone\.com|cybozu\.cn|kintone\.cn|cybozu-dev\.com)$/;

const isLoopback = (url: URL): boolean => url.hostname === "localhost" || url.hostname === "127.0.0.1";

const localHost = (url: URL, allowed: boolean): Result<KintoneHost, ToolError> => {
  if (!allowed) return refuse("is this machine", "Set kintone_allow_local to true to use a kintone on this machine.");
  if (url.protocol !== "http:")
    return refuse("is this machine, which is reached by http", "Write http://localhost:<port>.");
  return ok({ origin: url.origin, isLocal: true, isSecureAccess: false });
};

const refuse = (problem: string, hint = "Give it as example.cybozu.com (or .kintone.com, .cybozu.cn, .kintone.cn).") =>
  err(invalidField("kintone_domain", problem, hint));
