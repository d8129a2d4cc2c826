import { createHash, randomBytes } from "node:crypto";
import {
  createRequestStateCodec,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type RequestStateCodec,
  type ServerContext,
} from "@modelcontextprotocol/server";
import type { ApprovalRequest } from "@tsunagu/core";

/** Approval by the person at the client: the question goes out as an answer, and the client calls again with the reply. */
export interface Approvals {
  /** Checks that a question's state was signed here and is not too old. */
  readonly verify: RequestStateCodec["verify"];
  ofCall(tool: string, input: unknown, context: ServerContext): CallApproval;
}

/** The approval of one call. */
export interface CallApproval {
  /** The policy's approver: true when the person has approved exactly this call. */
  approve(request: ApprovalRequest): boolean;
  /** The question to answer the client with, when this call turned out to need one. */
  question(): Promise<InputRequiredResult | undefined>;
}

const responseKey = "approval";
const ttlSeconds = 600;

/** Makes the approvals of one server. The signing key lives as long as the process, so a question does not outlive it. */
export const createApprovals = (): Approvals => {
  const codec = createRequestStateCodec<string>({ key: randomBytes(32), ttlSeconds });
  return {
    verify: codec.verify,
    ofCall: (tool, input, context) => {
      const { mcpReq: request } = context;
      const call = createHash("sha256")
        .update(JSON.stringify([tool, input]))
        .digest("base64url");
      const asked = request.requestState<string>() === call;
      let open: ApprovalRequest | undefined;
      return {
        approve: (approval) => {
          if (!asked) open = approval;
          return asked && isApproved(request.inputResponses);
        },
        question: async () => (open === undefined ? undefined : askFor(open, await codec.mint(call, context))),
      };
    },
  };
};

const isApproved = (responses: Record<string, unknown> | undefined): boolean => {
  const reply = inputResponse(responses, responseKey);
  return reply.kind === "elicit" && reply.action === "accept" && reply.content?.["approve"] === true;
};

const askFor = (request: ApprovalRequest, requestState: string): InputRequiredResult =>
  inputRequired({
    requestState,
    inputRequests: {
      [responseKey]: inputRequired.elicit({
        message: `${request.title} (${request.tool}) asks for approval. ${request.plan}`,
        requestedSchema: {
          type: "object",
          properties: { approve: { type: "boolean", title: "Approve", description: request.plan, default: false } },
          required: ["approve"],
        },
      }),
    },
  });
