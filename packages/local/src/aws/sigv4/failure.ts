/** Why a signature was refused. Each service has its own error code and wording for each. */
export type SignatureProblem =
  | "missing"
  | "malformed"
  | "unsupported"
  | "unsigned_header"
  | "unknown_key"
  | "mismatch"
  | "skewed"
  | "token_invalid"
  | "token_expired"
  | "link_invalid"
  | "link_expired"
  | "link_not_yet_valid";

/** A refused signature. */
export class SignatureFailure extends Error {
  readonly problem: SignatureProblem;
  readonly details: Readonly<Record<string, string>>;

  constructor(problem: SignatureProblem, message: string, details: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = "SignatureFailure";
    this.problem = problem;
    this.details = details;
  }
}
