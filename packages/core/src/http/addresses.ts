import ipaddr from "ipaddr.js";

/** Whether an IP address is on the public internet: not private, loopback, link-local, metadata, reserved or a tunnel to one. */
export const isPublicAddress = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.process(address).range() === "unicast";
