import { invalidField, Secret, type ToolError } from "@tsunagu/core";
import { err, ok, type Result } from "neverthrow";

/** A proxy without its credential, and the credential apart. */
export interface KintoneProxy {
  readonly origin: string;
  /** The value of the KintoneProxy-Authorization header. */
  readonly authorization: Secret | undefined;
  readonly password: Secret | undefined;
}

/** Reads `http://user:password@host:port`; a missing scheme means http. */
export const readProxy = (secret: Secret): Result<KintoneProxy, ToolError> => {
  const text = secret.expose().trim();
  const url = URL.parse(text.includes("://") ? text : `http://${text}`);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:") || url.hostname === "") return refuse();
  const username = decode(url.username);
  const password = decode(url.password);
  if (username === undefined || password === undefined) return refuse();
  const basic = username === "" ? undefined : `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  return ok({
    origin: url.origin,
    authorization: basic === undefined ? undefined : new Secret(basic),
    password: password === "" ? undefined : new Secret(password),
  });
};

const decode = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // a stray percent sign: the address is refused
  }
};

const refuse = () =>
  err(
    invalidField(
      "kintone_proxy",
      "is not a proxy's address",
      "Write http://proxy.example:8080, or with user:password@.",
    ),
  );
