import { randomBytes } from "node:crypto";
import { account } from "../account.ts";
import type { Answer } from "../answer.ts";
import { AwsError } from "../errors.ts";
import type { KeyRing } from "../keys.ts";
import type { LocalRequest } from "../request.ts";
import type { OpenedCall, Service } from "../service.ts";
import { SignatureFailure } from "../sigv4/failure.ts";
import { declaredPayloadHash, openPayload } from "../sigv4/payload.ts";
import { readClaim, verify } from "../sigv4/verify.ts";
import { writeXml } from "../xml.ts";
import { type Address, readAddress } from "./address.ts";
import { requireBucketRegion } from "./bucket-region.ts";
import type { S3Call } from "./call.ts";
import { findOperation, type S3Operation } from "./operations.ts";
import { s3SignatureError } from "./signature-errors.ts";
import type { S3Store } from "./store.ts";

export interface S3ServiceOptions {
  readonly store: S3Store;
  readonly keys: KeyRing;
  /** Where the server is, once it listens. */
  origin(): string;
}

/** Amazon S3 on the shared port. */
export const createS3Service = (options: S3ServiceOptions): Service => ({
  name: "s3",
  open: async (request): Promise<OpenedCall> => {
    const address = readAddress(request);
    const operation = findOperation(request, address);
    return { operation: operation.name, run: () => run(options, request, address, operation) };
  },
  refuse: (error, request): Answer => ({
    status: error.status,
    headers: { ...answerHeaders(request), ...error.headers, "content-type": "application/xml" },
    ...(request.method === "HEAD" || error.status === 304 ? {} : { body: errorXml(error, request) }),
  }),
  throttled: () => new AwsError(503, "SlowDown", "Please reduce your request rate."),
});

const run = async (
  options: S3ServiceOptions,
  request: LocalRequest,
  address: Address,
  operation: S3Operation,
): Promise<Answer> => {
  try {
    const call = openCall(options, request, address, operation);
    const answer = await operation.handle(call);
    return { ...answer, headers: { ...answerHeaders(request), ...answer.headers } };
  } catch (error) {
    throw error instanceof SignatureFailure ? s3SignatureError(error) : error;
  }
};

const openCall = (
  { store, keys, origin }: S3ServiceOptions,
  request: LocalRequest,
  address: Address,
  operation: S3Operation,
): S3Call => {
  const claim = readClaim(request);
  if (claim === undefined) throw new SignatureFailure("missing", "");
  const payloadHash = declaredPayloadHash(request, claim);
  const verified = verify(request, claim, payloadHash, keys);
  const expectedOwner = request.headers.get("x-amz-expected-bucket-owner");
  if (expectedOwner !== undefined && expectedOwner !== account.id)
    throw new AwsError(403, "AccessDenied", "Access Denied");
  const call: S3Call = {
    request,
    store,
    payload: openPayload(request, verified, payloadHash),
    ...address,
    region: claim.region,
    origin: origin(),
  };
  if (!regionless.has(operation.name)) requireBucketRegion(call, claim.kind === "presigned");
  return call;
};

/** Operations that work from every region. */
const regionless: ReadonlySet<string> = new Set(["CreateBucket", "GetBucketLocation"]);

const answerHeaders = (request: LocalRequest): Record<string, string> => ({
  "x-amz-request-id": request.id,
  "x-amz-id-2": hostId(request.id),
  server: "AmazonS3",
});

const hostIdSalt = randomBytes(48);
const hostId = (requestId: string): string =>
  Buffer.concat([hostIdSalt, Buffer.from(requestId, "hex")]).toString("base64");

const errorXml = (error: AwsError, request: LocalRequest): string =>
  writeXml("Error", {
    Code: error.code,
    Message: error.message,
    ...error.details,
    RequestId: request.id,
    HostId: hostId(request.id),
  });
