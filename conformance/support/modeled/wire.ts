/** One HTTP request, read to its end. */
export interface WireRequest {
  readonly method: string;
  /** As sent, percent-encoded. */
  readonly path: string;
  /** As sent, without the question mark. */
  readonly query: string;
  /** By lower-case name; repeated headers joined with a comma. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | AsyncIterable<Buffer>;
}

/** Decoded name and value of each field of a query string, in the order sent. */
export function queryFields(query: string): [name: string, value: string][] {
  return query
    .split("&")
    .filter((field) => field !== "")
    .map((field) => {
      const [name = "", ...value] = field.split("=");
      return [decodeURIComponent(name), decodeURIComponent(value.join("="))];
    });
}
