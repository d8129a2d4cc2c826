/** What is wrong with an endpoint's address, if anything: https only, except on this machine itself. */
export const endpointProblem = (address: string): string | undefined => {
  const url = URL.parse(address);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) return "is not an http or https URL";
  if (url.username !== "" || url.password !== "") return "holds a user name or password";
  if (url.protocol === "http:" && !isLoopback(address)) return "is http; only an endpoint on this machine may be";
  return undefined;
};

/** Whether an address is on this machine. */
export const isLoopback = (address: string): boolean => {
  const host = URL.parse(address)?.hostname ?? "";
  return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host);
};
