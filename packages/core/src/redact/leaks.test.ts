import { expect, test } from "vitest";
import { Secret } from "../secret.ts";
import { createRedactor } from "./index.ts";

/** Made up; none is registered, so that keys and patterns are on their own. */
const key = "kPz81/xqTFZ0+uYb4nHc7Lw2Vd9RsMeGjQa3oXiB";
const token = "FwoGZXIvYXdzEJr//////////wEaDPmadeupTOKENvalue0123456789abcdef==";
const keyId = "AKIAZZ7QW3ERTYUIOPAS";
const apiToken = "qZ8vTn4Lk2Jh6Gf1Ds9Ap3Wo5Ei7Ru0YtMbVcXzN";
const cases: Readonly<Record<string, unknown>> = {
  "a Python dict's text": `{'aws_secret_access_key': '${key}', 'aws_session_token': '${token}'}`,
  "STS's answer": { Credentials: { SecretAccessKey: key, SessionToken: token } },
  "STS's answer as JSON text": JSON.stringify({ Credentials: { SecretAccessKey: key, SessionToken: token } }),
  "JSON in JSON": JSON.stringify({ body: JSON.stringify({ kintone_api_token: apiToken }) }),
  "JSON in JSON in JSON": JSON.stringify([JSON.stringify({ body: JSON.stringify({ kintone_api_token: apiToken }) })]),
  "camel case": `secretAccessKey: "${key}"`,
  "kebab case": `aws-secret-access-key = ${key}`,
  "a presigned URL": `https://b.s3.amazonaws.com/k?X-Amz-Credential=${keyId}%2F20260101&X-Amz-Signature=${"ab12".repeat(16)}&X-Amz-Security-Token=${encodeURIComponent(token)}&x=1`,
  "a SigV4 header": `Authorization: AWS4-HMAC-SHA256 Credential=${keyId}/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=${"ab12".repeat(16)}`,
  "a bearer token": `sent Bearer ${apiToken} to it`,
  "an environment line": `AWS_BEARER_TOKEN=${apiToken}`,
  "a Bedrock key": `key is ABSK${apiToken}${apiToken} here`,
  "password=": `password=${apiToken}`,
  "a secret with a comma": `aws_sk=ab,${key}`,
  "a key id after an underscore": `x_${keyId}`,
  "an error's message": new Error(`401 for token: ${apiToken}`),
  "an error inside a list": [new Error(`password=${apiToken}`)],
  "an error's extras, as HTTP clients hang on": Object.assign(new Error("refused"), {
    config: { headers: { "X-Cybozu-API-Token": apiToken } },
    request: {
      _header: `X-Cybozu-API-Token: ${apiToken}\r\n`,
      _options: { headers: { "x-cybozu-api-token": apiToken } },
    },
  }),
  "nested parameters": { params: { kintone_api_token: apiToken } },
  "a list of parameters": { items: [{ kintone_api_token: apiToken }] },
  "headers of any case": { headers: { "x-cybozu-api-token": apiToken, "X-CYBOZU-AUTHORIZATION": apiToken } },
  "a Headers object": new Headers({ "X-Cybozu-API-Token": apiToken, Authorization: `Basic ${apiToken}` }),
  "raw headers": { rawHeaders: ["Host", "x", "X-Cybozu-API-Token", apiToken] },
  "a header line": `POST /k/v1 HTTP/1.1\r\nX-Cybozu-API-Token: ${apiToken},${apiToken}\r\nHost: x`,
  "name and value": [
    { name: "Authorization", value: apiToken },
    { Name: "password", Value: apiToken },
    { key: "api_token", value: apiToken },
  ],
  "a map": new Map([["session_token", apiToken]]),
  "deep in arrays": [[[[{ password: apiToken }]]]],
  "a number as secret": { password: 1234567890123 },
  "a cycle's second turn": (() => {
    const node: Record<string, unknown> = { password: apiToken };
    node.self = node;
    return node;
  })(),
  "a URL with a password": new URL(`https://user:${apiToken}@example.com/path`),
  "a URL with a password in text": `connect to postgres://user:${apiToken}@db/1 failed`,
  "a private key": `x -----BEGIN RSA PRIVATE KEY-----\n${apiToken}\n-----END RSA PRIVATE KEY----- y`,
  "a private key cut off": `-----BEGIN PRIVATE KEY-----\\n${apiToken}`,
  "a JSON web token": `eyJhbGciOiJIUzI1NiJ9.eyJ0b2tlbiI6Im1hZGV1cCJ9.${apiToken}`,
  "a cookie": `Cookie: session=${apiToken}; other=${apiToken}`,
  "a Secret": { anything: new Secret(apiToken) },
  "what toJSON would give": { toJSON: () => apiToken, id: 1 },
  "an inspected dict in a value": { request: `{'headers': {'X-Cybozu-API-Token': '${apiToken}'}}` },
};

test.each(Object.entries(cases))("%s does not leak", (_, input) => {
  const redactor = createRedactor();
  const printed = JSON.stringify(redactor.value(input));
  for (const secret of [key, token, encodeURIComponent(token), apiToken, "ab12ab12", "1234567890123", keyId]) {
    expect(printed).not.toContain(secret);
  }
  if (typeof input === "string") expect(redactor.text(input)).not.toContain(apiToken);
});

test("what is not secret stays, and JSON in text stays JSON", () => {
  const redactor = createRedactor();
  const text = `{"aws_secret_access_key": "${key}", "region": "ap-northeast-1", "api_token": 12345, "next": [1, 2]}`;
  expect(JSON.parse(redactor.text(text))).toEqual({
    aws_secret_access_key: "[redacted]",
    region: "ap-northeast-1",
    api_token: "[redacted]",
    next: [1, 2],
  });
  const plain = "Basic authentication failed for 3 tokens; next_token=abc; see https://example.com/a:b and key: value";
  expect(redactor.text(plain)).toBe(plain);
  const problem = "aws_secret_access_key: is missing beside aws_access_key_id; kintone_api_token: is not an API token";
  expect(redactor.text(problem)).toBe(problem);
  const record = {
    $id: "1",
    顧客名: "山田商事",
    next_token: "abc",
    max_tokens: 5,
    empty: "",
    password: "",
    secret: null,
  };
  expect(redactor.value(record)).toEqual(record);
});
