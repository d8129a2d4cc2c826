import { createRedactor, resolveConnection, Secret, silentLogger } from "@tsunagu/core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { awsConnection } from "./connector.ts";
import { openSession } from "./session.ts";
import { hideAwsSettings } from "./testing/local-toolkit.ts";

beforeEach(() => hideAwsSettings());
afterEach(() => {
  vi.unstubAllEnvs();
});

const keys = {
  aws_access_key_id: "AKIDLOCALTEST0000000",
  aws_secret_access_key: "local+test/00000000000000000000000000000",
};
const open = (values: Record<string, string>, redactor = createRedactor()) =>
  resolveConnection(awsConnection, [{ name: "toolkit", values }]).andThen((connection) =>
    openSession(connection, { logger: silentLogger, redactor }),
  );

describe("a connection that cannot be meant is refused by field", () => {
  test.each<[string, Record<string, string>]>([
    ["aws_endpoint_url", { ...keys, aws_endpoint_url: "http://s3.example.com" }],
    ["aws_endpoint_url", { ...keys, aws_endpoint_url: "http://10.0.0.5:9000" }],
    ["aws_endpoint_url", { ...keys, aws_endpoint_url: "s3.example.com" }],
    ["aws_session_token", { aws_session_token: "made-up-token" }],
    ["aws_profile", { ...keys, aws_profile: "work" }],
    ["aws_external_id", { ...keys, aws_external_id: "made-up-id" }],
    ["aws_region", { ...keys, aws_region: "Tokyo" }],
    ["aws_region", { ...keys, aws_region: "ap-northeast-1.example.com/" }],
    ["aws_bedrock_api_key", { aws_bedrock_api_key: "one\ntwo" }],
    ["aws_browser_allowed_hosts", { ...keys, aws_browser_allowed_hosts: "10.0.0.5, http://wiki.local/" }],
    ["aws_secret_access_key", { aws_access_key_id: "AKIDLOCALTEST0000000" }],
    ["aws_access_key_id", { aws_secret_access_key: "local+test/00000000000000000000000000000" }],
  ])("%s in %j", (field, values) => {
    const error = open(values)._unsafeUnwrapErr();
    expect(error).toMatchObject({ code: "invalid_input", issues: [{ path: [field] }] });
    for (const secret of [keys.aws_secret_access_key, "made-up-token", "made-up-id"]) {
      expect(JSON.stringify(error)).not.toContain(secret);
    }
  });

  test("an endpoint of the environment is held to the same", () => {
    vi.stubEnv("AWS_ENDPOINT_URL", "http://s3.example.com");
    expect(open(keys)._unsafeUnwrapErr()).toMatchObject({ issues: [{ path: ["aws_endpoint_url"] }] });
  });
});

test.each(["ap-northeast-1", "us-gov-west-1", "cn-north-1", "us-iso-east-1", "mx-central-1"])(
  "%s is a region",
  (region) => {
    expect(open({ ...keys, aws_region: region })._unsafeUnwrap().clientConfig.region).toBe(region);
  },
);

describe("how clients are configured", () => {
  test.each<[string, Record<string, string>, object]>([
    ["for AWS itself", {}, { forcePathStyle: false, disableHostPrefix: false }],
    [
      "for a private endpoint",
      { aws_endpoint_url: "https://s3.example.com" },
      { forcePathStyle: true, disableHostPrefix: false },
    ],
    [
      "for this machine",
      { aws_endpoint_url: "http://127.0.0.1:4566" },
      { forcePathStyle: true, disableHostPrefix: true },
    ],
  ])("%s", (_where, values, expected) => {
    expect(open({ ...keys, ...values })._unsafeUnwrap().clientConfig).toMatchObject(expected);
  });

  test("a proxy is used, but not to reach this machine", () => {
    const aws_proxy_url = "http://user:made-up-word@proxy.example.com:3128";
    expect(open({ ...keys, aws_proxy_url })._unsafeUnwrap().clientConfig.proxyUrl).toBeInstanceOf(Secret);
    const here = { ...keys, aws_proxy_url, aws_endpoint_url: "http://127.0.0.1:4566" };
    expect(open(here)._unsafeUnwrap().clientConfig.proxyUrl).toBeUndefined();
  });

  test("hosts that a browser may visit are told apart by commas or blanks", () => {
    const aws_browser_allowed_hosts = "Wiki.Example.internal, 10.0.0.5:8080 [fd00::5]";
    const { browserAllowedHosts } = open({ ...keys, aws_browser_allowed_hosts })._unsafeUnwrap();
    expect(browserAllowedHosts).toEqual(["wiki.example.internal", "10.0.0.5:8080", "[fd00::5]"]);
  });

  test("without keys, the choice is the SDK's own", () => {
    expect(open({})._unsafeUnwrap().clientConfig).not.toHaveProperty("credentials");
  });

  test("blanks around pasted keys are taken off", async () => {
    const pasted = {
      aws_access_key_id: ` ${keys.aws_access_key_id}\n`,
      aws_secret_access_key: `${keys.aws_secret_access_key} `,
    };
    expect(await open(pasted)._unsafeUnwrap().clientConfig.credentials?.()).toEqual({
      accessKeyId: keys.aws_access_key_id,
      secretAccessKey: keys.aws_secret_access_key,
    });
  });
});

test("the redactor knows the secrets that are in use, and forgets them with the session", () => {
  const redactor = createRedactor();
  const session = open(keys, redactor)._unsafeUnwrap();
  const first = {
    secretAccessKey: "assumed+secret/one/0000000000000000000000",
    sessionToken: "assumed-token-one-000000",
  };
  const second = {
    secretAccessKey: "assumed+secret/two/0000000000000000000000",
    sessionToken: "assumed-token-two-000000",
  };
  session.registerSecrets(first);
  expect(redactor.text(`${first.secretAccessKey} ${first.sessionToken}`)).not.toMatch(/one/);
  session.registerSecrets(second);
  expect(redactor.text(`${second.secretAccessKey} ${second.sessionToken}`)).not.toMatch(/two/);
  session.disposeSecrets();
  expect(redactor.text(second.sessionToken)).toContain("two");
});
