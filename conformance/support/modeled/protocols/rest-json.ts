import type { Protocol } from "./protocol.ts";
import { readRestInput } from "./rest-input.ts";
import { writeRestStructure } from "./rest-output.ts";

/**
 * REST with JSON bodies: members are spread over path, query, headers and body.
 *
 * @see Smithy, AWS restJson1 protocol
 */
export const restJsonProtocol: Protocol = {
  readInput: readRestInput,
  writeOutput: (exchange, output) => {
    const { model, operation } = exchange.route;
    const status = operation.http.responseCode ?? 200;
    if (!operation.output) return { status, headers: {}, body: Buffer.alloc(0) };
    return writeRestStructure(model, operation.output, output, { status, exchange });
  },
  writeError: ({ code, status, members, shape }, _requestId, model) => {
    const type = { "x-amzn-errortype": code };
    if (!model || !shape) {
      const body = Buffer.from(JSON.stringify(members));
      return { status, headers: { "content-type": "application/json", ...type }, body };
    }
    const answer = writeRestStructure(model, { shape: shape.name }, members, { status });
    return { ...answer, headers: { ...answer.headers, ...type } };
  },
};
