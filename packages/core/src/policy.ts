import { errAsync, okAsync, ResultAsync } from "neverthrow";
import { type ToolError, toolError } from "./error.ts";
import type { Effect, Tool } from "./tool.ts";

/** What a toolkit allows, whatever its credential could do. */
export interface Policy {
  /** Refuses every call that would write or destroy. */
  readonly readOnly?: boolean;
  /** Only these tools exist. A name that no tool has is an error. */
  readonly allow?: readonly string[];
  /** These tools do not exist. A name that no tool has is an error. */
  readonly deny?: readonly string[];
  /** Calls that write or destroy are not made; the answer says what they would change. Reads are made. */
  readonly dryRun?: boolean;
  /** From which effect on `approve` is asked. Default `never`. */
  readonly approval?: "never" | "destroy" | "write";
  /** Asked before anything happens. Without it, a call that needs approval is refused. */
  approve?(request: ApprovalRequest, signal: AbortSignal): boolean | Promise<boolean>;
}

export interface ApprovalRequest {
  readonly tool: string;
  readonly title: string;
  readonly connector: string;
  readonly effect: Effect;
  /** What the call would change, in one sentence. */
  readonly plan: string;
}

/** The tools that a policy leaves. Throws a TypeError for a name that no tool has, so that a typo never widens access. */
export const allowedTools = <T extends Tool>(tools: readonly T[], policy: Policy): readonly T[] => {
  const names = new Set(tools.map((tool) => tool.name));
  for (const list of ["allow", "deny"] as const) {
    const unknown = policy[list]?.find((name) => !names.has(name));
    if (unknown !== undefined)
      throw new TypeError(`policy.${list} names ${JSON.stringify(unknown)}, which is no tool here.`);
  }
  return tools.filter(
    (tool) =>
      (policy.allow?.includes(tool.name) ?? true) &&
      !policy.deny?.includes(tool.name) &&
      !(policy.readOnly && tool.effect.kind !== "read" && tool.effectOf === undefined),
  );
};

/** Refuses, or asks for approval of, one call that changes something. */
export const permit = (policy: Policy, request: ApprovalRequest, signal: AbortSignal): ResultAsync<void, ToolError> => {
  const { effect, tool, plan } = request;
  if (policy.readOnly) {
    return errAsync(
      toolError("forbidden", `${tool} would ${effect.kind} here, and this toolkit is read-only. ${plan}`),
    );
  }
  const needed = policy.approval === "write" || (policy.approval === "destroy" && effect.kind === "destroy");
  if (!needed || policy.dryRun) return okAsync(undefined);
  if (policy.approve === undefined) {
    return errAsync(
      toolError("forbidden", `${tool} needs approval, and nobody is there to give it. ${plan}`, {
        hint: "Give the policy an `approve` function, or let a person make this call.",
      }),
    );
  }
  const ask = async (): Promise<boolean> => (await policy.approve?.(request, signal)) === true;
  const asked = ResultAsync.fromPromise(ask(), (cause) =>
    toolError(
      "forbidden",
      `${tool} was not approved: ${cause instanceof Error ? cause.message : "the approver failed"}.`,
    ),
  );
  return asked.andThen((approved) =>
    approved ? okAsync(undefined) : errAsync(toolError("forbidden", `${tool} was not approved. ${plan}`)),
  );
};

/** What a call would change, in the tool's own words or in general ones. */
export const planSentence = (tool: Tool, input: unknown): string =>
  tool.plan?.(input) ?? `Runs ${tool.name} (${tool.effect.kind}).`;
