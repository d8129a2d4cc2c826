/** What stands in a secret's place. */
export const redacted = "[redacted]";

const known = new Map<string, boolean>();
const cacheSize = 1000;

/** Whether values under this name are secrets, whatever its case and separators. */
export const isSecretKey = (name: string): boolean => {
  const cached = known.get(name);
  if (cached !== undefined) return cached;
  const verdict = name.length <= 128 && isSecretName(name.replace(/[-_ .]/g, "").toLowerCase());
  if (known.size >= cacheSize) known.clear();
  known.set(name, verdict);
  return verdict;
};

const isSecretName = (name: string): boolean =>
  (secretParts.test(name) && !notSecret.test(name)) ||
  (name.endsWith("token") && !pagingToken.test(name)) ||
  secretEnds.test(name);

/** Anywhere in a name. */
const secretParts =
  /password|passwd|passphrase|secretaccesskey|privatekey|authorization|cookie|secretstring|secretbinary|apitokens?|apikeys?$|accesskeyid|ssecustomerkey|xamz(signature|credential|securitytoken)|plaintextkey/;

/** Names about a secret that hold none. */
const notSecret = /(expir(y|es|ed|ation)|length|policy|count|enabled|required|md5|algorithm)/;

/** At a name's end, or the whole of it. */
const secretEnds = /(secret|secretkey|accesskey|signingkey)$|^(pfx|pwd|pass|awsak|awssk|signature|credential|bearer)$/;

/** Tokens that say where to go on, not who is asking. */
const pagingToken = /(next|continuation|page|client|pagination|start|resume|sync|cancellation|idempotency)token$/;
