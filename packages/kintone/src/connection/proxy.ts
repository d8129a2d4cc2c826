import { invalidField, Secret, type ToolError } from "@tsunagu/core";
import { err, ok, type Result } from "neverthrow";

/** A proxy without its credential, and the credential apart. */
export interface KintoneProxy {
  readonly origin: string;
  readonly credential: { readonly username: string; readonly password: Secret } | undefined;
}

/** Reads `http://user:password@host:port`; a missing scheme means http. */
export const readProxy = (secret: Secret): Result<KintoneProxy, ToolError> => {
  const text = secret.expose().trim();
  const url = URL.parse(text.includes("://") ? text : `http://${text}`);
  const username = url === null ? undefined : decode(url.username);
  const password = url === null ? undefined : decode(url.password);
  if (url === null || !/^https?:$/.test(url.protocol) || username === undefined || password === undefined) {
    const hint = "Write http://proxy.example:8080, or with user:password@ before the host.";
    return err(invalidField("kintone_proxy", "is not a proxy's address", hint));
  }
  return ok({
    origin: url.origin,
    credential: username === "" ? undefined : { username, password: new Secret(password) },
  });
};

const decode = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // a stray percent sign: the address is refused
  }
};
