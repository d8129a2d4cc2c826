import { type ErrorOrigin, isObject, type ToolError, type ToolErrorCode, toolError } from "@tsunagu/core";

interface CallFacts {
  readonly service: string;
  readonly operation: string;
  readonly signal: AbortSignal;
}

/**
 * An SDK exception, a network error or an unreadable answer as a ToolError. Decided by the service's error code,
 * then by the HTTP status. Nothing of the exception is kept but its code, message, status and request id.
 *
 * @see Amazon S3 API Reference, Error responses
 * @see Amazon DynamoDB Developer Guide, Error handling with DynamoDB
 */
export const toAwsError = (thrown: unknown, call: CallFacts): ToolError => {
  const facts = factsOf(thrown);
  const origin: ErrorOrigin = {
    service: call.service,
    ...(call.operation === "" ? {} : { operation: call.operation }),
    ...(facts.name === undefined ? {} : { code: facts.name }),
    ...(facts.status === undefined ? {} : { status: facts.status }),
    ...(facts.requestId === undefined ? {} : { requestId: facts.requestId }),
  };
  if (call.signal.aborted || facts.name === "AbortError")
    return toolError("aborted", "The call was stopped.", { origin });
  const code = codeOf(facts);
  const hint = hintFor(code, facts);
  const subject = `${call.service} ${call.operation}`.trim();
  const message = facts.readable
    ? `${subject}: ${facts.message}`
    : `${subject} gave an answer that is not its service's${facts.status === undefined ? "" : ` (HTTP ${facts.status})`}.`;
  return toolError(code, message, {
    ...(facts.throttled ? { retryable: true } : {}),
    ...(hint === undefined ? {} : { hint }),
    ...(facts.retryAfterMs === undefined ? {} : { retryAfterMs: facts.retryAfterMs }),
    origin,
  });
};

interface ErrorFacts {
  readonly name?: string;
  readonly message: string;
  readonly status?: number;
  readonly requestId?: string;
  readonly retryAfterMs?: number;
  readonly throttled: boolean;
  /** False when the answer could not be parsed as the service's own. */
  readonly readable: boolean;
}

const factsOf = (thrown: unknown): ErrorFacts => {
  const error = isObject(thrown) ? thrown : {};
  const metadata = isObject(error["$metadata"]) ? error["$metadata"] : {};
  const response = isObject(error["$response"]) ? error["$response"] : {};
  const headers = isObject(response["headers"]) ? response["headers"] : {};
  const status = numberOf(metadata["httpStatusCode"]) ?? numberOf(response["statusCode"]);
  const requestId =
    textOf(metadata["requestId"]) ?? textOf(headers["x-amz-request-id"]) ?? textOf(headers["x-amzn-requestid"]);
  const retryAfter = numberOf(Number(headers["retry-after"] ?? Number.NaN));
  const networkCode = textOf(error["code"]);
  const readable =
    networkCode !== undefined ||
    (!(thrown instanceof SyntaxError) &&
      error["name"] !== "UnknownError" &&
      !unreadablePattern.test(String(error["message"])));
  const name = readable ? (networkCode ?? textOf(error["name"])) : undefined;
  const message = (textOf(error["message"]) ?? name ?? "unknown error").split("\n")[0] ?? "";
  return {
    message: name !== undefined && message === "UnknownError" ? name : message,
    throttled: isObject(error["$retryable"]) && error["$retryable"]["throttling"] === true,
    readable,
    ...(name === undefined || name === "Error" ? {} : { name }),
    ...(status === undefined ? {} : { status }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(retryAfter === undefined ? {} : { retryAfterMs: retryAfter * 1000 }),
  };
};

/** What the SDK says when neither the connection nor the environment tells a region; it has no code of its own. */
const missingRegion = "Region is missing";

/** How Bedrock refuses an API key that it does not know; its code is that of a missing permission. */
const wrongApiKey = /^Authentication failed: .*API key/i;

const unreadablePattern = /Deserialization error|Unexpected token|not valid JSON|Unexpected end of JSON|XML/;

const numberOf = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) ? value : undefined;
const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

const codeOf = (facts: ErrorFacts): ToolErrorCode => {
  if (facts.message === missingRegion) return "invalid_input";
  const known =
    facts.name === undefined ? undefined : codesByName.find(([pattern]) => pattern.test(facts.name ?? ""))?.[1];
  if (known === "forbidden" && wrongApiKey.test(facts.message)) return "unauthenticated";
  if (known !== undefined) return known;
  if (facts.throttled || facts.status === 429) return "rate_limited";
  if (facts.status === undefined) return "upstream";
  if (facts.status >= 500) return "unavailable";
  if (!facts.readable) return "upstream";
  return codesByStatus[facts.status] ?? "upstream";
};

/** The first that fits counts. */
const codesByName: readonly (readonly [RegExp, ToolErrorCode])[] = [
  [
    /^(Throttl|TooManyRequests|ProvisionedThroughputExceeded|SlowDown|RequestLimitExceeded|BandwidthLimitExceeded|RequestThrottled|EC2ThrottledException|PriorRequestNotComplete|ServiceQuotaExceeded|TooManyUpdates|ExecutionLimitExceeded)/,
    "rate_limited",
  ],
  [
    /^(InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSignature|IncompleteSignature|ExpiredToken|TokenRefreshRequired|InvalidToken|UnrecognizedClient|InvalidClientTokenId|MissingAuthenticationToken|RequestExpired|RequestTimeTooSkewed|AuthFailure|CredentialsProviderError|TokenProviderError)/,
    "unauthenticated",
  ],
  [
    /^(AccessDenied|UnauthorizedOperation|Forbidden|AllAccessDisabled|AccountProblem|NotAuthorized|KMS\.?AccessDenied)/,
    "forbidden",
  ],
  [
    /^(NoSuch|NotFound$|ResourceNotFound|ParameterNotFound|ParameterVersionNotFound|TableNotFound|.*NotFoundException$|.*DoesNotExist$)/,
    "not_found",
  ],
  [
    /^(BucketAlready|BucketNotEmpty|ConditionalCheckFailed|PreconditionFailed|ConditionalRequestConflict|ResourceInUse|OperationAborted|TransactionCanceled|TransactionConflict|ParameterAlreadyExists|ReplicatedWriteConflict|.*ConflictException$|.*AlreadyExists(Exception)?$|InvalidObjectState|StateMachineDeleting)/,
    "conflict",
  ],
  [
    /^(EntityTooLarge|RequestEntityTooLarge|MaxMessageLengthExceeded|ItemCollectionSizeLimitExceeded|KeyTooLong|RequestTooLarge)/,
    "too_large",
  ],
  [
    /^(NotImplemented|UnknownOperation|MethodNotAllowed|UnsupportedOperation|AccessControlListNotSupported|StateMachineTypeNotSupported)/,
    "unsupported",
  ],
  [
    /^(ServiceUnavailable|InternalError|InternalServerError|InternalServerException|InternalFailure|RequestTimeout|ModelTimeout|ModelNotReady|Busy|TimeoutError|ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|ERR_SOCKET|CERT_|ERR_TLS|DEPTH_ZERO|UNABLE_TO)/,
    "unavailable",
  ],
  [
    /^(Validation|InvalidParameter|InvalidArgument|InvalidRequest|InvalidBucketName|InvalidRange|InvalidURI|Malformed|MissingParameter|InvalidDigest|BadDigest|XAmzContent|InvalidPart|EntityTooSmall|IllegalLocationConstraint|InvalidLocationConstraint|SerializationException|LimitExceeded)/,
    "invalid_input",
  ],
  [/^IncompleteBody/, "upstream"],
];

const codesByStatus: Readonly<Record<number, ToolErrorCode>> = {
  301: "unsupported",
  307: "unsupported",
  400: "invalid_input",
  401: "unauthenticated",
  403: "forbidden",
  404: "not_found",
  405: "unsupported",
  409: "conflict",
  412: "conflict",
  413: "too_large",
  416: "invalid_input",
};

const hintFor = (code: ToolErrorCode, facts: ErrorFacts): string | undefined => {
  if (facts.name?.startsWith("Expired"))
    return "The session token has expired; sign in again or use credentials that refresh.";
  if (facts.name?.startsWith("CredentialsProviderError")) {
    return "Give aws_access_key_id and aws_secret_access_key, or a profile or role that this host can use.";
  }
  if (facts.name === "RequestTimeTooSkewed") return "This host's clock is wrong by more than 15 minutes.";
  if (wrongApiKey.test(facts.message)) return "Check the Bedrock API key, when it ends, and that it is of this region.";
  if (code === "unauthenticated") return "Check the access key, the secret and, for temporary keys, the session token.";
  if (code === "forbidden") return "The identity lacks a permission, or a policy of the resource refuses it.";
  if (facts.message === missingRegion) return "Give aws_region, or set AWS_REGION.";
  if (facts.status === 301) return "The bucket is in another region; give that region as aws_region.";
  return undefined;
};
