import type { IncomingMessage } from "node:http";
import { authenticate } from "./auth.ts";
import { type Call, openAppById } from "./call.ts";
import { fileNotFound, illegalRequest, invalidInput, KintoneError, tooManyRequests } from "./errors.ts";
import type { Fault } from "./faults.ts";
import { type Answer, jsonAnswer, pageAnswer } from "./http/answer.ts";
import { contentDisposition } from "./http/content-disposition.ts";
import { readMultipartFile } from "./http/multipart.ts";
import { queryParameters } from "./http/query-parameters.ts";
import { hasJsonType, mediaType, readJsonBody } from "./http/read-body.ts";
import type { Target } from "./http/target.ts";
import { Journal } from "./journal.ts";
import { type Parameters, requiredText } from "./parameters.ts";
import type { Principal } from "./principal.ts";
import { checkRoute, isServed, type Route, routes } from "./routes.ts";
import type { Store } from "./store.ts";

/** What serving one request needs. */
export interface ServeContext {
  readonly store: Store;
  readonly maxBodyBytes: number;
  readonly maxFileBytes: number;
}

/** Serves one API request to an answer. kintone's refusals become answers; only a defect of our own is thrown. */
export const serve = async (request: IncomingMessage, target: Target, context: ServeContext): Promise<Answer> => {
  try {
    return await run(request, target, context);
  } catch (error) {
    if (error instanceof KintoneError) return jsonAnswer(error.status, error.toBody());
    throw error;
  }
};

/** The answer a fault gives in place of the call; undefined for faults that let the call be done. */
export const faultAnswer = (fault: Fault): Answer | undefined => {
  switch (fault.kind) {
    case "too_many_requests":
      return jsonAnswer(429, tooManyRequests().toBody());
    case "database_locked":
      return jsonAnswer(400, new KintoneError(400, "GAIA_DA02", "The database is locked; try again later.").toBody());
    case "unavailable_page":
      return pageAnswer(503, "Service Unavailable");
    case "error":
      return jsonAnswer(
        fault.status,
        new KintoneError(fault.status, fault.code, fault.message ?? "Injected error.").toBody(),
      );
    default:
      return undefined;
  }
};

const run = async (request: IncomingMessage, target: Target, context: ServeContext): Promise<Answer> => {
  const route = routes[`${target.method} ${target.path}`];
  if (route === undefined) return isServed(target.path) ? refuseMethod(target.method) : pageAnswer(404, "Not Found");
  const principal = authenticate(request.headers, context.store);
  checkRoute(route, principal);
  if (route.handler === "upload") return upload(request, principal, context);
  const parameters = await readParameters(request, target, context);
  context.store.settle();
  const given = { store: context.store, principal, parameters, guestSpaceId: target.guestSpaceId };
  return route.handler === "download" ? download(given) : call(route.handler, given);
};

type Given = Omit<Call, "journal" | "warn">;

const call = (handler: Exclude<Route["handler"], string>, given: Given): Answer =>
  Journal.run((journal) => {
    const warnings = new Set<string>();
    const answer = jsonAnswer(200, handler({ ...given, journal, warn: (warning) => void warnings.add(warning) }));
    if (warnings.size === 0) return answer;
    return { ...answer, headers: { ...answer.headers, "x-cybozu-warning": [...warnings].join(", ") } };
  });

const refuseMethod = (method: string): Answer =>
  jsonAnswer(405, new KintoneError(405, "CB_IL02", `Method ${method} is not possible here.`).toBody());

/**
 * Parameters come from the query string, or from a JSON body. A body without the JSON content type is refused, and so
 * is the content type without a body: kintone answers both with CB_IL02.
 */
const readParameters = async (
  request: IncomingMessage,
  target: Target,
  { maxBodyBytes }: ServeContext,
): Promise<Parameters> => {
  const inQuery = queryParameters(target.search);
  const sent = request.method ?? "";
  if ((sent === "GET" || sent === "DELETE") && mediaType(request) === "") return inQuery;
  if (!hasJsonType(request)) throw illegalRequest("Content-Type must be application/json.");
  return { ...inQuery, ...(await readJsonBody(request, maxBodyBytes)) };
};

const upload = async (
  request: IncomingMessage,
  principal: Principal,
  { store, maxFileBytes }: ServeContext,
): Promise<Answer> => {
  if (mediaType(request) !== "multipart/form-data") throw illegalRequest("Content-Type must be multipart/form-data.");
  if (!mayUpload(principal)) throw new KintoneError(403, "GAIA_NO01", "This API token may not run the API.");
  const file = await readMultipartFile(request, request.headers["content-type"] ?? "", maxFileBytes);
  if (file === undefined || file.name === "")
    throw invalidInput("file", "A part named file with a file name is required.");
  return jsonAnswer(200, { fileKey: store.files.upload(file) });
};

const mayUpload = ({ kind, tokens }: Principal): boolean =>
  kind !== "token" ||
  tokens.some(({ token }) => token.permissions.includes("add") || token.permissions.includes("edit"));

const download = (given: Given): Answer => {
  const fileKey = requiredText(given.parameters, "fileKey");
  const attached = given.store.files.open(fileKey);
  if (attached === undefined) throw fileNotFound(fileKey);
  openAppById(given, attached.appId, "view");
  const { file } = attached;
  const headers = { "content-type": file.contentType, "content-disposition": contentDisposition(file.name) };
  return { status: 200, headers, chunks: file.chunks };
};
