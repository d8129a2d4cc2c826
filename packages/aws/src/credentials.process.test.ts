import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readAll } from "@tsunagu/core";
import { type LocalAws, startLocalAws } from "@tsunagu/local";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runScript } from "./testing/run-script.ts";

const minutes = 60_000;

/** Two pairs of temporary keys, of which the first one ends after ten minutes. */
const first = {
  accessKeyId: "ASIALOCALTEST0000001",
  secretAccessKey: "local+temporary/one/00000000000000000000",
  sessionToken: "local-session-token-one-000000000000",
  expiresAt: new Date(Date.now() + 10 * minutes),
};
const second = {
  accessKeyId: "ASIALOCALTEST0000002",
  secretAccessKey: "local+temporary/two/00000000000000000000",
  sessionToken: "local-session-token-two-000000000000",
};
const role = "arn:aws:iam::111122223333:role/Reader";
const externalId = "made-up-external-id-0001";

let aws: LocalAws | undefined;
let directory = "";
/** What the credential services on this machine were asked, by path. */
const asked: { path: string; authorization: string | undefined; form: URLSearchParams }[] = [];
const services = createServer((request, response) => {
  void answer(request).then(({ type, body }) => response.setHeader("content-type", type).end(body));
});
let servicesUrl = "";

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "aws-credentials-"));
  aws = await startLocalAws({
    credentials: [first, second],
    roles: [{ arn: role, externalId }],
    now: () => new Date(Date.now() + aheadMs()),
  });
  servicesUrl = await listening(services);
});
afterAll(async () => {
  services.close();
  services.closeAllConnections();
  await aws?.close();
  await rm(directory, { recursive: true });
});

const listening = async (server: Server): Promise<string> => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** The clock of all here moves on by twenty minutes when a listing was answered. */
const aheadMs = (): number => (isListed() ? 20 * minutes : 0);
const isListed = (): boolean => aws?.requests.list().some(({ operation }) => operation === "ListBuckets") ?? false;

/** Hands out the first pair, and the second one when the first has ended. */
const answer = async (request: IncomingMessage): Promise<{ readonly type: string; readonly body: string }> => {
  const path = request.url ?? "";
  const form = new URLSearchParams((await readAll(request)).toString());
  asked.push({ path, authorization: request.headers.authorization, form });
  const keys = isListed() ? second : first;
  const expiration = new Date(Date.now() + (isListed() ? 60 : 10) * minutes).toISOString();
  if (path.startsWith("/container")) {
    const { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: Token } = keys;
    const body = JSON.stringify({ AccessKeyId, SecretAccessKey, Token, Expiration: expiration, RoleArn: role });
    return { type: "application/json", body };
  }
  const credentials = `<AccessKeyId>${keys.accessKeyId}</AccessKeyId><SecretAccessKey>${keys.secretAccessKey}</SecretAccessKey><SessionToken>${keys.sessionToken}</SessionToken><Expiration>${expiration}</Expiration>`;
  const result = `<AssumeRoleWithWebIdentityResult><Credentials>${credentials}</Credentials></AssumeRoleWithWebIdentityResult>`;
  return {
    type: "text/xml",
    body: `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">${result}</AssumeRoleWithWebIdentityResponse>`,
  };
};

/** Lists buckets twice in one process of its own, and answers with its outcomes and whom it acted as. */
const listTwice = async (connection: object, environment: Readonly<Record<string, string>>): Promise<unknown> => {
  asked.length = 0;
  aws?.requests.clear();
  const code = `
    import { createToolkit } from "@tsunagu/core";
    import { awsTools } from "./src/index.ts";
    const RealDate = Date;
    let aheadMs = 0;
    globalThis.Date = class extends RealDate {
      constructor(...parts) { super(...(parts.length === 0 ? [RealDate.now() + aheadMs] : parts)); }
      static now() { return RealDate.now() + aheadMs; }
    };
    const before = JSON.stringify(process.env);
    await using toolkit = createToolkit({ tools: awsTools, connections: { aws: ${JSON.stringify(connection)} } });
    const outcomes = [];
    for (let count = 0; count < 2; count++) {
      const result = await toolkit.call("s3_list_buckets", {});
      aheadMs = ${20 * minutes};
      outcomes.push(result.isOk() ? "listed" : result.error.code + ": " + result.error.message);
    }
    if (before !== JSON.stringify(process.env)) outcomes.push("the environment was changed");
    console.log(JSON.stringify(outcomes));
  `;
  return JSON.parse(
    await runScript(code, { AWS_REGION: "us-east-1", AWS_EC2_METADATA_DISABLED: "true", ...environment }),
  );
};

const url = (): string => aws?.url ?? "";
const listed = ["listed", "listed"];
const keysOf = ({ accessKeyId, secretAccessKey, sessionToken }: typeof second) => ({
  aws_access_key_id: accessKeyId,
  aws_secret_access_key: secretAccessKey,
  aws_session_token: sessionToken,
});

test("keys with a session token", async () => {
  expect(await listTwice({ ...keysOf(second), aws_endpoint_url: url() }, {})).toEqual(listed);
});

describe("a profile", () => {
  const environment = async (config: string, credentials: string): Promise<Record<string, string>> => {
    const paths = [join(directory, "config"), join(directory, "credentials")] as const;
    await writeFile(paths[0], config);
    await writeFile(paths[1], credentials);
    return { AWS_CONFIG_FILE: paths[0], AWS_SHARED_CREDENTIALS_FILE: paths[1], AWS_ENDPOINT_URL: url() };
  };
  const shared = `[work]\naws_access_key_id = ${second.accessKeyId}\naws_secret_access_key = ${second.secretAccessKey}\naws_session_token = ${second.sessionToken}\n`;

  test("of the shared files gives keys and region", async () => {
    const files = await environment("[profile work]\nregion = eu-west-1\n", shared);
    expect(await listTwice({ aws_profile: "work" }, files)).toEqual(listed);
  });

  test("assumes the role that it names, once, with its external id", async () => {
    const config = `[profile reader]\nsource_profile = work\nrole_arn = ${role}\nexternal_id = ${externalId}\n`;
    expect(await listTwice({ aws_profile: "reader" }, await environment(config, shared))).toEqual(listed);
    expect(aws?.requests.list().map(({ operation }) => operation)).toEqual([
      "AssumeRole",
      "ListBuckets",
      "ListBuckets",
    ]);
  });

  test("assumes no role without the external id that the role wants", async () => {
    const config = `[profile reader]\nsource_profile = work\nrole_arn = ${role}\n`;
    expect(await listTwice({ aws_profile: "reader" }, await environment(config, shared))).toEqual([
      expect.stringMatching(/^forbidden: /),
      expect.stringMatching(/^forbidden: /),
    ]);
  });
});

describe("what ends in mid-use is fetched anew without a restart", () => {
  test("container credentials, asked for with their authorization token", async () => {
    const environment = {
      AWS_ENDPOINT_URL: url(),
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${servicesUrl}/container/credentials`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: "Bearer made-up-container-token",
    };
    expect(await listTwice({}, environment)).toEqual(listed);
    expect(asked.length).toBeGreaterThan(1);
    for (const { path, authorization } of asked) {
      expect([path, authorization]).toEqual(["/container/credentials", "Bearer made-up-container-token"]);
    }
  });

  test("a web identity's role, asked for with the token of its file", async () => {
    const path = join(directory, "token");
    await writeFile(path, "made-up.web.identity");
    const environment = {
      AWS_ENDPOINT_URL: url(),
      AWS_ENDPOINT_URL_STS: servicesUrl,
      AWS_WEB_IDENTITY_TOKEN_FILE: path,
      AWS_ROLE_ARN: role,
      AWS_ROLE_SESSION_NAME: "records",
    };
    expect(await listTwice({}, environment)).toEqual(listed);
    expect(asked.length).toBeGreaterThan(1);
    for (const { form, authorization } of asked) {
      expect(authorization).toBeUndefined();
      expect(Object.fromEntries(form)).toMatchObject({
        Action: "AssumeRoleWithWebIdentity",
        RoleArn: role,
        RoleSessionName: "records",
        WebIdentityToken: "made-up.web.identity",
      });
    }
  });
});

test("a Bedrock API key of the environment opens Bedrock and nothing else", async () => {
  const seen: (string | undefined)[] = [];
  const bedrock = createServer((request, response) => {
    seen.push(request.headers.authorization);
    response.setHeader("content-type", "application/json").end('{"asyncInvokeSummaries":[]}');
  });
  const AWS_ENDPOINT_URL_BEDROCK_RUNTIME = await listening(bedrock);
  const environment = { AWS_REGION: "us-east-1", AWS_EC2_METADATA_DISABLED: "true", AWS_ENDPOINT_URL_BEDROCK_RUNTIME };
  const code = `
    import { createToolkit } from "@tsunagu/core";
    import { awsTools } from "./src/index.ts";
    await using toolkit = createToolkit({ tools: awsTools });
    const verified = await toolkit.verify("aws");
    const listed = await toolkit.call("s3_list_buckets", {});
    console.log(JSON.stringify([verified.isOk() ? verified.value : verified.error, listed.isOk() || listed.error.code]));
  `;
  const [verified, listing] = JSON.parse(
    await runScript(code, { ...environment, AWS_BEARER_TOKEN_BEDROCK: "made-up-bedrock-key" }),
  );
  bedrock.close();
  bedrock.closeAllConnections();
  expect(verified).toMatch(/^a Bedrock API key that Amazon Bedrock accepts/);
  expect(listing).toBe("unauthenticated");
  expect(seen).toEqual(["Bearer made-up-bedrock-key"]);
});
