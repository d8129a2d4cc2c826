import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeTempDirectory } from "@tsunagu/core";
import { expect, test } from "vitest";
import { readSettings } from "./settings.ts";

const read = async (environment: Record<string, string>, file = "") => {
  await using directory = await makeTempDirectory();
  await writeFile(join(directory.path, ".env"), file);
  return readSettings(directory.path, environment);
};
const key = "11111111-2222-3333-4444-555555555555";

test("without a word about it, a plugin runs on standard input and output", async () => {
  expect(await read({})).toEqual({ method: "local", heartbeatMs: 10_000 });
});

test.each([
  ["localhost:5003", "localhost", 5003],
  ["debug.example.com:443", "debug.example.com", 443],
  ["tcp://10.0.0.1:5003", "10.0.0.1", 5003],
  ["[::1]:5003", "::1", 5003],
])("the address %s is read", async (address, host, port) => {
  const variables = { INSTALL_METHOD: "remote", REMOTE_INSTALL_URL: address, REMOTE_INSTALL_KEY: key };
  expect(await read(variables)).toEqual({ method: "remote", host, port, key, heartbeatMs: 10_000 });
});

test("a file .env gives what the environment does not", async () => {
  const file = `INSTALL_METHOD=remote\nREMOTE_INSTALL_HOST="dify"\nREMOTE_INSTALL_KEY=${key} # mine\nHEARTBEAT_INTERVAL=2\n`;
  expect(await read({ REMOTE_INSTALL_PORT: "15003" }, file)).toEqual({
    method: "remote",
    host: "dify",
    port: 15_003,
    key,
    heartbeatMs: 2000,
  });
  expect(await read({ INSTALL_METHOD: "local" }, file)).toEqual({ method: "local", heartbeatMs: 2000 });
});

test("a server's variables have the names of both kinds", async () => {
  expect(await read({ INSTALL_METHOD: "serverless" })).toEqual({
    method: "serverless",
    host: "127.0.0.1",
    port: 8080,
    daemonUrl: "http://localhost:5002",
  });
  const variables = { INSTALL_METHOD: "aws_lambda", AWS_LAMBDA_HOST: "127.0.0.2", AWS_LAMBDA_PORT: "0" };
  expect(await read(variables)).toMatchObject({ method: "serverless", host: "127.0.0.2", port: 0 });
});

test.each([
  [{ INSTALL_METHOD: "cloud" }, "INSTALL_METHOD"],
  [{ INSTALL_METHOD: "remote" }, "REMOTE_INSTALL_KEY"],
  [{ INSTALL_METHOD: "remote", REMOTE_INSTALL_KEY: key, REMOTE_INSTALL_URL: "dify" }, "REMOTE_INSTALL_URL"],
  [{ INSTALL_METHOD: "remote", REMOTE_INSTALL_KEY: key, REMOTE_INSTALL_PORT: "x" }, "REMOTE_INSTALL_PORT"],
  [{ INSTALL_METHOD: "serverless", SERVERLESS_PORT: "70000" }, "SERVERLESS_PORT"],
  [{ HEARTBEAT_INTERVAL: "600" }, "HEARTBEAT_INTERVAL"],
])("what cannot be used is refused by name, without the key: %o", async (variables, name) => {
  const refused = await read(variables as unknown as Record<string, string>).catch((cause: unknown) => String(cause));
  expect(refused).toContain(name);
  expect(refused).not.toContain(key);
});
