import type { Redactor, Registration, Secret } from "@tsunagu/core";
import type { KintoneSettings } from "./settings.ts";

/** The headers that authenticate a request. Built for each request and kept nowhere. */
export const authenticationHeaders = ({ credential, basicAuth }: KintoneSettings): Record<string, string> => {
  const basic = basicAuth && { authorization: `Basic ${base64(basicAuth.username, basicAuth.password)}` };
  switch (credential.kind) {
    case "token":
      return { ...basic, "x-cybozu-api-token": credential.tokens.map((token) => token.expose()).join(",") };
    case "password":
      return { ...basic, "x-cybozu-authorization": base64(credential.username, credential.password) };
    case "oauth":
      return { authorization: `Bearer ${credential.token.expose()}` };
  }
};

/** Makes a redactor look for what headers are made of: each single token, and the pairs as they are sent. */
export const registerSecrets = (settings: KintoneSettings, redactor: Redactor): readonly Registration[] => {
  const { credential, basicAuth, proxy } = settings;
  const registered: Registration[] = [];
  if (credential.kind === "token") registered.push(...credential.tokens.map((token) => redactor.register(token)));
  if (credential.kind === "oauth") registered.push(redactor.register(credential.token));
  if (credential.kind === "password") registered.push(redactor.registerPair(credential.username, credential.password));
  if (basicAuth !== undefined) registered.push(redactor.registerPair(basicAuth.username, basicAuth.password));
  if (proxy?.credential !== undefined)
    registered.push(redactor.registerPair(proxy.credential.username, proxy.credential.password));
  return registered;
};

/** A user name and password as HTTP sends the pair. */
export const base64 = (username: string, password: Secret): string =>
  Buffer.from(`${username}:${password.expose()}`).toString("base64");
