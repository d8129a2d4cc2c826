import type { Call } from "../call.ts";
import { invalidInput, KintoneError } from "../errors.ts";
import { apiPath } from "../http/api-path.ts";
import { objectAt, requiredList, requiredText } from "../parameters.ts";
import { writeHandlers } from "./write-handlers.ts";

const MAX_REQUESTS = 20;

/**
 * `POST bulkRequest.json`: up to 20 writes in order, all or nothing. On failure the answer has the failing call's HTTP
 * status, its error at its own index of `results` and `{}` at every other.
 */
export const postBulkRequest = (call: Call): unknown => {
  const requests = requiredList(call.parameters, "requests");
  if (requests.length > MAX_REQUESTS) throw invalidInput("requests", `At most ${MAX_REQUESTS} requests are possible.`);
  const results = requests.map((request, index) => {
    try {
      return runOne(request, `requests[${index}]`, call);
    } catch (error) {
      if (!(error instanceof KintoneError)) throw error;
      throw new BulkRequestError(error, index, requests.length);
    }
  });
  return { results };
};

class BulkRequestError extends KintoneError {
  readonly #cause: KintoneError;
  readonly #index: number;
  readonly #count: number;

  constructor(cause: KintoneError, index: number, count: number) {
    super(cause.status, cause.code, cause.message);
    this.#cause = cause;
    this.#index = index;
    this.#count = count;
  }

  override toBody(): object {
    return {
      results: Array.from({ length: this.#count }, (_, index) => (index === this.#index ? this.#cause.toBody() : {})),
    };
  }
}

const runOne = (raw: unknown, path: string, call: Call): unknown => {
  const request = objectAt(raw, path);
  const method = requiredText(request, "method", `${path}.method`).toUpperCase();
  const target = apiPath(requiredText(request, "api", `${path}.api`));
  const handler = target === undefined ? undefined : writeHandlers[`${method} ${target.path}`];
  if (target === undefined || handler === undefined)
    throw invalidInput(`${path}.api`, "Only record writes are possible in a bulk request.");
  if (target.guestSpaceId !== call.guestSpaceId)
    throw invalidInput(`${path}.api`, "All requests must be in the space of the bulk request.");
  return handler({ ...call, parameters: objectAt(request.payload, `${path}.payload`) });
};
