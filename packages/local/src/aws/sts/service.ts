import { AwsError } from "../errors.ts";
import type { KeyRing } from "../keys.ts";
import { type LocalRequest, parseQuery, readBody } from "../request.ts";
import type { Service } from "../service.ts";
import { verifyBody } from "../sigv4/verify-body.ts";
import { writeXml } from "../xml.ts";
import { stsOperations } from "./operations.ts";
import type { LocalRole } from "./roles.ts";
import { stsSignatureError } from "./signature-errors.ts";

const version = "2011-06-15";
const namespace = `https://sts.amazonaws.com/doc/${version}/`;
const maxBodyBytes = 64 * 1024;

/** AWS Security Token Service, in the AWS Query protocol: fields of a form or of the URL in, XML out. */
export const createStsService = ({ keys, roles }: { keys: KeyRing; roles: readonly LocalRole[] }): Service => ({
  name: "sts",
  open: async (request) => {
    const body = await readBody(request.body, maxBodyBytes, tooLarge);
    const fields = new Map([...request.query, ...parseQuery(body.toString("utf8"))]);
    const operation = fields.get("Action") ?? "Unknown";
    return {
      operation,
      run: async () => {
        const caller = verifyBody(request, body, keys, stsSignatureError).key;
        const handle = stsOperations.get(operation);
        if (handle === undefined || fields.get("Version") !== version) {
          throw new AwsError(
            400,
            "InvalidAction",
            `Could not find operation ${operation} for version ${fields.get("Version") ?? "NO_VERSION_SPECIFIED"}`,
          );
        }
        const result = handle({ fields, caller, keys, roles, now: request.receivedAt });
        return {
          status: 200,
          headers: answerHeaders(request),
          body: writeXml(
            `${operation}Response`,
            { [`${operation}Result`]: result, ResponseMetadata: { RequestId: request.id } },
            namespace,
          ),
        };
      },
    };
  },
  refuse: (error, request) => ({
    status: error.status,
    headers: { ...answerHeaders(request), ...error.headers },
    body: writeXml(
      "ErrorResponse",
      {
        Error: { Type: error.status >= 500 ? "Receiver" : "Sender", Code: error.code, Message: error.message },
        RequestId: request.id,
      },
      namespace,
    ),
  }),
  throttled: () => new AwsError(400, "Throttling", "Rate exceeded"),
});

const tooLarge = (): AwsError => new AwsError(413, "RequestEntityTooLarge", "Request is too large.");

const answerHeaders = (request: LocalRequest): Record<string, string> => ({
  "content-type": "text/xml",
  "x-amzn-requestid": request.id,
});
