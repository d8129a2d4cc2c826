import { type ToolError, ToolFailure } from "@tsunagu/core";

/** When a failed request may be sent again: whatever it does, only if it changes nothing, or not at all. */
export type Resend = "any" | "reads" | "never";

/** A request that failed, and whether it may be sent again. */
export class RequestFailure extends ToolFailure {
  readonly resend: Resend;

  constructor(error: ToolError, resend: Resend) {
    super(error);
    this.name = "RequestFailure";
    this.resend = resend;
  }
}
