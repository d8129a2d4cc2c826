import { Secret } from "@tsunagu/core";
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

/** Secrets that are made of a connection's own: each single token, and the pairs as headers carry them. */
export const derivedSecrets = ({ credential, basicAuth, proxy }: KintoneSettings): readonly Secret[] => {
  const derived: Secret[] = [];
  if (credential.kind === "token") derived.push(...credential.tokens);
  if (credential.kind === "oauth") derived.push(credential.token);
  if (credential.kind === "password") derived.push(new Secret(base64(credential.username, credential.password)));
  if (basicAuth !== undefined) derived.push(new Secret(base64(basicAuth.username, basicAuth.password)));
  if (proxy?.authorization !== undefined) derived.push(proxy.authorization);
  if (proxy?.password !== undefined) derived.push(proxy.password);
  return derived;
};

const base64 = (username: string, password: Secret): string =>
  Buffer.from(`${username}:${password.expose()}`).toString("base64");
