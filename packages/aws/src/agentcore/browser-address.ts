import { isIP } from "node:net";
import { isPublicAddress } from "@tsunagu/core";

/** Addresses of a page itself that lead nowhere. */
const inert: ReadonlySet<string> = new Set(["about:", "data:", "blob:"]);

const privateNames = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa)$/;

/**
 * What speaks against visiting an address, if anything: only http and https, without credentials in the address, and no
 * host that is private by its name or IP address unless it is allowed. Nothing is looked up: the browser resolves names.
 */
export const addressProblem = (address: string, allowedHosts: readonly string[]): string | undefined => {
  const url = URL.parse(address);
  if (url === null) return "is not a URL";
  if (url.protocol !== "http:" && url.protocol !== "https:") return "is not http or https";
  if (url.username !== "" || url.password !== "") return "holds a user name or password";
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  if (allowedHosts.includes(url.hostname) || allowedHosts.includes(`${url.hostname}:${port}`)) return undefined;
  return isPrivateHost(url.hostname) ? `is of ${url.hostname}, which is not a public host` : undefined;
};

/** The same for what a page loads by itself: its own data is no address to visit, and does no harm. */
export const resourceProblem = (address: string, allowedHosts: readonly string[]): string | undefined =>
  inert.has(URL.parse(address)?.protocol ?? "") ? undefined : addressProblem(address, allowedHosts);

const isPrivateHost = (hostname: string): boolean => {
  const host = hostname
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "")
    .toLowerCase();
  if (isIP(host) !== 0) return !isPublicAddress(host);
  return !host.includes(".") || privateNames.test(host);
};
