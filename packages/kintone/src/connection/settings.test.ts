import { type ConnectionInput, resolveConnection } from "@tsunagu/core";
import { describe, expect, it } from "vitest";
import { kintoneConnection } from "./fields.ts";
import { authenticationHeaders } from "./headers.ts";
import { readSettings } from "./settings.ts";

const read = (values: ConnectionInput) =>
  resolveConnection(kintoneConnection, [{ name: "call", values: { kintone_domain: "sub", ...values } }]).andThen(
    readSettings,
  );
const failure = (values: ConnectionInput) => {
  const { code, message } = read(values)._unsafeUnwrapErr();
  return `${code} ${message}`;
};
const headers = (values: ConnectionInput) => authenticationHeaders(read(values)._unsafeUnwrap());

describe("readSettings", () => {
  it("sends each kind of credential in its own header", () => {
    expect(headers({ kintone_api_token: "aaaaaa, bbbbbb\ncccccc" })).toEqual({
      "x-cybozu-api-token": "aaaaaa,bbbbbb,cccccc",
    });
    expect(headers({ kintone_username: "佐藤", kintone_password: "pass:word" })).toEqual({
      "x-cybozu-authorization": Buffer.from("佐藤:pass:word").toString("base64"),
    });
    expect(headers({ kintone_oauth_token: "x.y.z" })).toEqual({ authorization: "Bearer x.y.z" });
  });

  it("adds Basic authentication to a token, but not to OAuth, which needs the same header", () => {
    const basic = { kintone_basic_auth_username: "gate", kintone_basic_auth_password: "keeper" };
    expect(headers({ kintone_api_token: "aaaaaa", ...basic })).toEqual({
      "x-cybozu-api-token": "aaaaaa",
      authorization: `Basic ${Buffer.from("gate:keeper").toString("base64")}`,
    });
    expect(failure({ kintone_oauth_token: "x.y.z", ...basic })).toContain("cannot be used with kintone_oauth_token");
  });

  it("refuses a credential that is missing, double, or not one", () => {
    expect(failure({})).toBe("unauthenticated No kintone credential is given.");
    expect(failure({ kintone_api_token: "aaaaaa", kintone_username: "sato", kintone_password: "secret" })).toContain(
      "kintone_api_token; kintone_username and kintone_password",
    );
    expect(failure({ kintone_api_token: "not a token!" })).toContain("kintone_api_token: is not an API token");
    expect(failure({ kintone_oauth_token: "line\nbreak" })).toContain("kintone_oauth_token");
    expect(failure({ kintone_username: "sato" })).toContain("kintone_password: is missing");
  });

  it("takes nine tokens and refuses ten", () => {
    const tokens = Array.from({ length: 10 }, (_, index) => `token${index}`);
    expect(headers({ kintone_api_token: tokens.slice(0, 9).join(",") })["x-cybozu-api-token"]?.split(",")).toHaveLength(
      9,
    );
    expect(failure({ kintone_api_token: tokens.join(",") })).toContain("holds 10 tokens");
  });

  it("asks for the .s host with a client certificate, and for a numeric guest space", () => {
    const certificate = { kintone_pfx_file_path: "/tmp/client.pfx", kintone_pfx_password: "secret" };
    expect(failure({ kintone_api_token: "aaaaaa", ...certificate })).toContain(
      "is not the host that takes a client certificate",
    );
    expect(read({ kintone_domain: "sub.s.cybozu.com", kintone_api_token: "aaaaaa", ...certificate }).isOk()).toBe(true);
    expect(failure({ kintone_api_token: "aaaaaa", kintone_guest_space_id: "../3" })).toContain(
      "kintone_guest_space_id: is not a number",
    );
  });

  it("takes a proxy with and without a password apart", () => {
    const proxy = (kintone_proxy: string) =>
      read({ kintone_api_token: "aaaaaa", kintone_proxy }).map((settings) => settings.proxy);
    expect(proxy("http://proxy.example:3128")._unsafeUnwrap()).toEqual({
      origin: "http://proxy.example:3128",
      credential: undefined,
    });
    const withPassword = proxy("http://proxy-user:p%40ss@proxy.example:3128")._unsafeUnwrap();
    expect(withPassword?.origin).toBe("http://proxy.example:3128");
    expect(withPassword?.credential?.password.expose()).toBe("p@ss");
    expect(proxy("http://%zz@proxy.example")._unsafeUnwrapErr().message).toContain("kintone_proxy");
  });

  it("takes the domain of a nearer source only along with a credential", () => {
    const resolved = resolveConnection(kintoneConnection, [
      { name: "call", values: { kintone_domain: "other" } },
      { name: "environment", values: { kintone_domain: "sub", kintone_api_token: "aaaaaa" } },
    ]);
    expect(resolved._unsafeUnwrapErr().message).toContain("kintone_domain: comes from the call");
  });
});
