import { bearerToken, signatureError } from "./authentication.ts";
import { ServiceError } from "./errors.ts";
import { loadModel, type Operation, type ServiceModel } from "./models.ts";
import { bearerServices, type ServiceName, servicesSigningAs } from "./services.ts";
import { readClaim } from "./sigv4.ts";
import { matchTemplates, type TemplateMatch } from "./template.ts";
import { queryFields, type WireRequest } from "./wire.ts";

export type ProtocolName = "json" | "rest-json" | "query";

/** The operation that a request is for. */
export interface Route {
  readonly model: ServiceModel;
  readonly operation: Operation;
  readonly protocol: ProtocolName;
  /** Decoded values of the labels in the path. */
  readonly labels: ReadonlyMap<string, string>;
}

/** The protocol that a request is in, by its headers: what names no target and is no form is REST. */
export function protocolOf(request: WireRequest): ProtocolName {
  if (request.headers.has("x-amz-target")) return "json";
  const isForm = request.headers.get("content-type")?.startsWith("application/x-www-form-urlencoded") ?? false;
  return isForm || queryFields(request.query).some(([name]) => name === "Action") ? "query" : "rest-json";
}

/**
 * Finds the operation: the service by the signature's scope, and in it the operation by target, action, or method and
 * path. Throws the error of the service's protocol when there is none.
 *
 * `/tags/{resourceArn}` is a path of both bedrock-agent and bedrock-agent-runtime; such a request goes to the operation
 * that has a handler, and when both or none have one to bedrock-agent-runtime. No other paths collide.
 */
export async function findRoute(
  request: WireRequest,
  hasHandler: (service: ServiceName, operation: string) => boolean,
): Promise<Route> {
  const protocol = protocolOf(request);
  const models = await Promise.all(candidates(request, protocol).map(loadModel));
  if (protocol === "json") return routeByTarget(models, request.headers.get("x-amz-target") ?? "");
  if (protocol === "query") return routeByAction(models, request);
  const matches = models.flatMap((model) => matchTemplates(model, request).map((match) => ({ model, match })));
  const best = Math.max(...matches.map(({ match }) => match.rank));
  const equals = matches.filter(({ match }) => match.rank === best);
  const chosen = equals.find(({ model, match }) => hasHandler(model.service, match.operation.name)) ?? equals[0];
  if (!chosen) throw unknownOperation(404, `${request.method} ${request.path} is no operation of ${namesOf(models)}`);
  return restRoute(chosen.model, chosen.match);
}

function candidates(request: WireRequest, protocol: ProtocolName): readonly ServiceName[] {
  const claim = readClaim(request);
  if (!claim) {
    if (bearerToken(request) !== undefined) return bearerServices;
    // Two of its operations, which make credentials, are not signed.
    if (protocol === "query") return ["sts"];
    throw signatureError(protocol, request.headers.has("authorization") ? "malformed" : "missing");
  }
  const services = servicesSigningAs(claim.signingName);
  if (services.length === 0) throw unknownOperation(404, `no service here signs as '${claim.signingName}'`);
  return services;
}

function routeByTarget(models: readonly ServiceModel[], target: string): Route {
  const [prefix, name = ""] = target.split(".", 2);
  const model = models.find(({ metadata }) => metadata.targetPrefix === prefix && metadata.protocols.includes("json"));
  const operation = model?.operations[name];
  if (!model || !operation) throw unknownOperation(400, `X-Amz-Target ${target} is no operation of ${namesOf(models)}`);
  return { model, operation, protocol: "json", labels: new Map() };
}

function routeByAction(models: readonly ServiceModel[], request: WireRequest): Route {
  const fields = new Map([...queryFields(request.query), ...new URLSearchParams(request.body.toString())]);
  const action = fields.get("Action") ?? "";
  const version = fields.get("Version");
  const model = models.find(({ metadata }) => metadata.protocols.includes("query") && metadata.apiVersion === version);
  const operation = model?.operations[action];
  if (!model || !operation) {
    const message = `Could not find operation ${action} for version ${version}`;
    throw new ServiceError("InvalidAction", { message }, 400);
  }
  return { model, operation, protocol: "query", labels: new Map() };
}

function restRoute(model: ServiceModel, { operation, labels }: TemplateMatch): Route {
  return { model, operation, protocol: "rest-json", labels };
}

function unknownOperation(status: number, message: string): ServiceError {
  return new ServiceError("UnknownOperationException", { message }, status);
}

function namesOf(models: readonly ServiceModel[]): string {
  return models.map(({ service }) => service).join(", ");
}
