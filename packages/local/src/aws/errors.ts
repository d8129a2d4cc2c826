/** An error that an AWS service would answer with. Each service turns it into its own wire form. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    details: Readonly<Record<string, string>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = "AwsError";
    this.status = status;
    this.code = code;
    this.details = details;
    this.headers = headers;
  }
}

/** What is thrown by a handler, as an AWS error: anything that is not one already is a defect of this server. */
export const asAwsError = (thrown: unknown): AwsError =>
  thrown instanceof AwsError
    ? thrown
    : new AwsError(
        500,
        "InternalError",
        `The local server failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
      );
