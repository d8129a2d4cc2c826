import { lookup } from "node:dns";
import { readFile } from "node:fs/promises";
import type { LookupFunction } from "node:net";
import { createSecureContext } from "node:tls";
import { invalidField, isPublicAddress, type Secret, ToolFailure, toolError } from "@tsunagu/core";
import type { Dispatcher } from "undici";
import { base64 } from "../connection/headers.ts";
import type { KintoneSettings } from "../connection/settings.ts";
import { maxConcurrentCalls } from "./domain.ts";

const connectTimeoutMs = 10_000;

/**
 * Makes the connections of one session: kept alive, with the client certificate and the proxy where they are set. A
 * kintone domain whose name resolves to an address that is not public is refused at the moment of connecting.
 * Throws a ToolFailure `invalid_input` for a certificate file that cannot be read or opened.
 */
export const createDispatcher = async (settings: KintoneSettings): Promise<Dispatcher> => {
  const { host, proxy, clientCertificate } = settings;
  const { Agent, ProxyAgent } = await import("undici");
  const certificate = clientCertificate && (await readCertificate(clientCertificate.path, clientCertificate.password));
  if (proxy !== undefined && !host.isLocal) {
    return new ProxyAgent({
      uri: proxy.origin,
      requestTls: { ...certificate, timeout: connectTimeoutMs },
      ...(proxy.credential && { token: `Basic ${base64(proxy.credential.username, proxy.credential.password)}` }),
    });
  }
  const checked = host.isLocal ? {} : { lookup: publicLookup };
  return new Agent({
    connections: maxConcurrentCalls,
    connect: { ...certificate, ...checked, timeout: connectTimeoutMs },
  });
};

const readCertificate = async (path: string, password: Secret): Promise<{ pfx: Buffer; passphrase: string }> => {
  const pfx = await readFile(path).catch(() => {
    throw new ToolFailure(invalidField("kintone_pfx_file_path", "names a file that cannot be read"));
  });
  const certificate = { pfx, passphrase: password.expose() };
  try {
    createSecureContext(certificate);
  } catch {
    throw new ToolFailure(
      invalidField(
        "kintone_pfx_file_path",
        "is not a client certificate that kintone_pfx_password opens",
        "Check the file and its password.",
      ),
    );
  }
  return certificate;
};

/** Resolves a name as usual, and refuses it when any of its addresses is not on the public internet. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, "", 0);
    if (!addresses.every((entry) => isPublicAddress(entry.address))) return callback(notPublic(hostname), "", 0);
    if (options.all) return callback(null, addresses);
    const [first] = addresses;
    return first === undefined ? callback(notPublic(hostname), "", 0) : callback(null, first.address, first.family);
  });
};

const notPublic = (hostname: string): ToolFailure =>
  new ToolFailure(
    toolError("forbidden", `${hostname} resolves to an address that is not public, so no credential is sent there.`, {
      hint: "Check kintone_domain and the name resolution of this network.",
    }),
  );
