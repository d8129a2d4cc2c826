import type { AwsError } from "../errors.ts";
import type { KeyRing } from "../keys.ts";
import type { LocalRequest } from "../request.ts";
import { sha256Hex } from "./canonical.ts";
import { SignatureFailure } from "./failure.ts";
import { readClaim, type Verified, verify } from "./verify.ts";

/** Verifies a request whose whole body is at hand. A refusal is told in the words of the service. */
export const verifyBody = (
  request: LocalRequest,
  body: Buffer,
  keys: KeyRing,
  toError: (failure: SignatureFailure) => AwsError,
): Verified => {
  try {
    const claim = readClaim(request);
    if (claim === undefined) throw new SignatureFailure("missing", "");
    return verify(request, claim, sha256Hex(body), keys);
  } catch (error) {
    throw error instanceof SignatureFailure ? toError(error) : error;
  }
};
