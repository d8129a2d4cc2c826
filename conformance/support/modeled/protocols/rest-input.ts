import { ServiceError } from "../errors.ts";
import { type ServiceModel, type Shape, type ShapeReference, shapeOf } from "../models.ts";
import { readDocument } from "../shapes/document.ts";
import { readText } from "../shapes/text.ts";
import { isFields } from "../shapes/validate.ts";
import { templateLiterals } from "../template.ts";
import { queryFields } from "../wire.ts";
import { type Exchange, parseJson } from "./protocol.ts";

/** Collects the members of a REST request. Query fields without a member are kept by name, for validation to find. */
export function readRestInput(exchange: Exchange): unknown {
  const { model, operation } = exchange.route;
  const shape = operation.input && shapeOf(model, operation.input);
  const body = shape && operation.input ? readBody(exchange, shape, operation.input) : {};
  if (!isFields(body)) return body;
  const located = Object.entries(shape?.members ?? {}).flatMap(([name, reference]) => {
    const value = readLocated(exchange, reference, name);
    return value === undefined ? [] : [[name, value]];
  });
  return { ...unknownQueryFields(exchange, shape), ...body, ...Object.fromEntries(located) };
}

/** The value of a member outside of the body; nothing for one that is not sent or is in the body. */
function readLocated({ request, route }: Exchange, reference: ShapeReference, name: string): unknown {
  const shape = shapeOf(route.model, reference);
  const wireName = reference.locationName ?? name;
  switch (reference.location) {
    case "uri":
      return readOptional(route.labels.get(wireName), (text) => readText(shape, reference, text, "iso8601"));
    case "querystring":
      return readQueryMember(route.model, reference, wireName, request.query);
    case "header":
      return readOptional(request.headers.get(wireName.toLowerCase()), (text) =>
        shape.type === "list"
          ? text.split(",").map((item) => readItem(route.model, shape, item.trim()))
          : readText(shape, reference, text, "rfc822"),
      );
    default:
      return undefined;
  }
}

function readQueryMember(model: ServiceModel, reference: ShapeReference, wireName: string, query: string): unknown {
  const shape = shapeOf(model, reference);
  const texts = queryFields(query).flatMap(([name, value]) => (name === wireName ? [value] : []));
  if (texts.length === 0) return undefined;
  if (shape.type === "list") return texts.map((text) => readItem(model, shape, text));
  const values = texts.map((text) => readText(shape, reference, text, "iso8601"));
  return values.length === 1 ? values[0] : values;
}

function readItem(model: ServiceModel, list: Shape, text: string): unknown {
  return list.member ? readText(shapeOf(model, list.member), list.member, text, "iso8601") : text;
}

function readOptional(text: string | undefined, read: (text: string) => unknown): unknown {
  return text === undefined ? undefined : read(text);
}

function readBody({ request, route }: Exchange, shape: Shape, input: ShapeReference): unknown {
  const payload = shape.payload === undefined ? undefined : shape.members?.[shape.payload];
  if (shape.payload === undefined || !payload) return readDocument(route.model, input, parseJson(request.body));
  const { type, eventstream } = shapeOf(route.model, payload);
  if (eventstream)
    throw new ServiceError("UnsupportedOperation", { message: "Event streams to here are not read." }, 501);
  if (request.body.length === 0) return {};
  if (type === "blob") return { [shape.payload]: request.body };
  if (type === "string") return { [shape.payload]: request.body.toString() };
  return { [shape.payload]: readDocument(route.model, payload, parseJson(request.body)) };
}

function unknownQueryFields({ request, route }: Exchange, shape: Shape | undefined): Record<string, string> {
  const members = Object.entries(shape?.members ?? {}).filter(([, { location }]) => location === "querystring");
  const known = new Set([
    ...members.map(([name, { locationName }]) => locationName ?? name),
    ...templateLiterals(route.operation).map(([name]) => name),
  ]);
  return Object.fromEntries(queryFields(request.query).filter(([name]) => !known.has(name)));
}
