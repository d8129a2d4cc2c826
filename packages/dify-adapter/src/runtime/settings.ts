import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";

/** How a plugin's process is reached, by the variables that Dify's own SDK reads. */
export type Settings =
  | { readonly method: "local"; readonly heartbeatMs: number }
  | {
      readonly method: "remote";
      readonly host: string;
      readonly port: number;
      readonly key: string;
      readonly heartbeatMs: number;
    }
  | { readonly method: "serverless"; readonly host: string; readonly port: number; readonly daemonUrl: string };

const names = [
  "INSTALL_METHOD",
  "REMOTE_INSTALL_URL",
  "REMOTE_INSTALL_HOST",
  "REMOTE_INSTALL_PORT",
  "REMOTE_INSTALL_KEY",
  "SERVERLESS_HOST",
  "SERVERLESS_PORT",
  "AWS_LAMBDA_HOST",
  "AWS_LAMBDA_PORT",
  "DIFY_PLUGIN_DAEMON_URL",
  "HEARTBEAT_INTERVAL",
] as const;

type Variables = Readonly<Partial<Record<(typeof names)[number], string>>>;

/**
 * Reads how this process is to be reached: from the environment, and for what is not set there, from a file `.env` in
 * the plugin's directory. Throws a TypeError that names the variable for a value that cannot be used; it never holds the key.
 */
export const readSettings = (
  directory: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Settings => {
  const path = join(directory, ".env");
  const fromFile = existsSync(path) ? parseEnv(readFileSync(path, "utf8")) : {};
  const all: Record<string, string> = {};
  for (const name of names) {
    const value = (environment[name] ?? fromFile[name])?.trim();
    if (value !== undefined && value !== "") all[name] = value;
  }
  return settingsOf(all);
};

const settingsOf = (variables: Variables): Settings => {
  const method = variables.INSTALL_METHOD?.toLowerCase() ?? "local";
  switch (method) {
    case "local":
      return { method, heartbeatMs: heartbeatOf(variables) };
    case "remote":
      return remoteSettings(variables);
    case "serverless":
    case "aws_lambda":
      return {
        method: "serverless",
        host: variables.SERVERLESS_HOST ?? variables.AWS_LAMBDA_HOST ?? "127.0.0.1",
        port: portOf("SERVERLESS_PORT", variables.SERVERLESS_PORT ?? variables.AWS_LAMBDA_PORT ?? "8080"),
        daemonUrl: variables.DIFY_PLUGIN_DAEMON_URL ?? "http://localhost:5002",
      };
    default:
      throw new TypeError(
        `INSTALL_METHOD: ${JSON.stringify(method)} is none of local, remote, serverless, aws_lambda.`,
      );
  }
};

const remoteSettings = (variables: Variables): Settings => {
  const key = variables.REMOTE_INSTALL_KEY;
  if (key === undefined)
    throw new TypeError("REMOTE_INSTALL_KEY: is missing. Dify shows it under Plugins, Debug; put it into .env.");
  const heartbeatMs = heartbeatOf(variables);
  const address = variables.REMOTE_INSTALL_URL;
  if (address === undefined) {
    const port = portOf("REMOTE_INSTALL_PORT", variables.REMOTE_INSTALL_PORT ?? "5003");
    return { method: "remote", host: variables.REMOTE_INSTALL_HOST ?? "localhost", port, key, heartbeatMs };
  }
  const url = URL.parse(/^[a-z]+:\/\//i.test(address) ? address : `tcp://${address}`);
  if (url === null || url.hostname === "" || url.port === "")
    throw new TypeError(`REMOTE_INSTALL_URL: ${JSON.stringify(address)} is not host:port, such as localhost:5003.`);
  return { method: "remote", host: url.hostname.replace(/^\[|\]$/g, ""), port: Number(url.port), key, heartbeatMs };
};

/** The variable holds seconds. Dify gives a plugin up after a minute or two without a heartbeat. */
const heartbeatOf = ({ HEARTBEAT_INTERVAL: interval = "10" }: Variables): number => {
  const seconds = Number(interval);
  if (seconds >= 0.1 && seconds <= 50) return seconds * 1000;
  throw new TypeError(`HEARTBEAT_INTERVAL: ${JSON.stringify(interval)} is not a number of seconds from 0.1 to 50.`);
};

const portOf = (name: string, value: string): number => {
  const port = Number(value);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new TypeError(`${name}: ${JSON.stringify(value)} is not a port.`);
};
