import { readDocument, writeDocument } from "../shapes/document.ts";
import { type Protocol, parseJson } from "./protocol.ts";

/**
 * AWS JSON 1.0 and 1.1: the operation is in X-Amz-Target, everything else in the body.
 *
 * @see Smithy, AWS JSON 1.1 protocol
 */
export const jsonProtocol: Protocol = {
  readInput: ({ request, route: { model, operation } }) => {
    const document = parseJson(request.body);
    return operation.input ? readDocument(model, operation.input, document) : document;
  },
  writeOutput: ({ route: { model, operation } }, output) => ({
    status: 200,
    headers: { "content-type": `application/x-amz-json-${model.metadata.jsonVersion ?? "1.1"}` },
    body: toBuffer(operation.output ? writeDocument(model, operation.output, output) : {}),
  }),
  writeError: ({ code, status, members, shape }, _requestId, model) => {
    const document = model && shape ? writeDocument(model, { shape: shape.name }, members) : members;
    return {
      status,
      headers: { "content-type": `application/x-amz-json-${model?.metadata.jsonVersion ?? "1.1"}` },
      body: toBuffer({ __type: code, ...(document as object) }),
    };
  },
};

function toBuffer(document: unknown): Buffer {
  return Buffer.from(JSON.stringify(document));
}
