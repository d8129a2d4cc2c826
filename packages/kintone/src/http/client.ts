import type { KintoneRestAPIClient } from "@kintone/rest-api-client";
import type { HttpClient } from "./http-client.ts";

/** The official client's typed methods. */
export type KintoneClient = Pick<
  KintoneRestAPIClient,
  "record" | "app" | "space" | "plugin" | "bulkRequest" | "search"
>;

/**
 * Loads the official client (on the first call) and makes its resource objects over our own HTTP client. The package
 * exports no resource classes, so they are taken from an instance that is never used to send.
 *
 * @see @kintone/rest-api-client, KintoneRestAPIClient
 */
export const createClient = async (http: HttpClient, guestSpaceId: string | undefined): Promise<KintoneClient> => {
  const { KintoneRestAPIClient: Client } = await import("@kintone/rest-api-client");
  const pattern = new Client({ baseUrl: "https://localhost", auth: { apiToken: "unused" } });
  const bulk = sameClass(pattern["bulkRequest_"], http, guestSpaceId);
  const search = sameClass(pattern["search_"], http, guestSpaceId);
  const record = sameClass(pattern.record, http, bulk, guestSpaceId);
  // It would warn on the console about an offset above 10,000, also of one inside a literal.
  Object.assign(record, { didWarnMaximumOffsetValue: true });
  return {
    record,
    app: sameClass(pattern.app, http, guestSpaceId),
    space: sameClass(pattern.space, http, guestSpaceId),
    plugin: sameClass(pattern.plugin, http),
    bulkRequest: (parameters) => bulk.send(parameters),
    search: (parameters) => search.search(parameters),
  };
};

const sameClass = <T extends object>(instance: T, ...parameters: readonly unknown[]): T => {
  const Class = instance.constructor as new (...given: readonly unknown[]) => T;
  return new Class(...parameters);
};
