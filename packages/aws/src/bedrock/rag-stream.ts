import type {
  Citation,
  CitationEvent,
  RetrieveAndGenerateCommandInput,
  RetrieveAndGenerateStreamResponseOutput,
} from "@aws-sdk/client-bedrock-agent-runtime";
import { type ToolContext, type ToolError, ToolFailure, toolError } from "@tsunagu/core";
import type { ResultAsync } from "neverthrow";
import type { AwsSession } from "../session.ts";
import { bedrockAgentRuntime } from "./service.ts";

/** What RetrieveAndGenerate answers, in one piece or joined of a stream's events. */
export interface RagAnswer {
  readonly output?: { readonly text?: string | undefined } | undefined;
  readonly citations?: readonly Citation[] | undefined;
  readonly sessionId?: string | undefined;
  readonly guardrailAction?: string | undefined;
}

const mostCharacters = 1_000_000;

/**
 * Asks for an answer that comes piece by piece, passes each piece on, and answers with the whole at the end. An exception in
 * the stream is an error; what was passed on before stays with the caller.
 *
 * @see Agents for Amazon Bedrock Runtime API Reference, RetrieveAndGenerateStream
 */
export const streamAnswer = (
  call: ToolContext<AwsSession>,
  asked: RetrieveAndGenerateCommandInput,
): ResultAsync<RagAnswer, ToolError> =>
  bedrockAgentRuntime.use(call, "RetrieveAndGenerateStream", async (client, sdk) => {
    const command = new sdk.RetrieveAndGenerateStreamCommand(asked);
    const { stream, sessionId } = await client.send(command, { abortSignal: call.signal });
    return { ...(await join(stream ?? [], call)), sessionId };
  });

const join = async (
  stream: AsyncIterable<RetrieveAndGenerateStreamResponseOutput> | readonly [],
  call: ToolContext<AwsSession>,
): Promise<RagAnswer> => {
  const parts: string[] = [];
  const citations: Citation[] = [];
  let guardrailAction: string | undefined;
  let events = 0;
  let characters = 0;
  for await (const event of stream) {
    call.signal.throwIfAborted();
    events++;
    if (event.output?.text) {
      characters += event.output.text.length;
      if (characters > mostCharacters) throw new ToolFailure(tooLong);
      parts.push(event.output.text);
      await call.emit({ type: "text", text: event.output.text });
    }
    if (event.citation !== undefined) citations.push(citationOf(event.citation));
    guardrailAction = event.guardrail?.action ?? guardrailAction;
  }
  if (events === 0) throw new ToolFailure(toolError("upstream", "Bedrock's stream ended without an answer."));
  return { output: { text: parts.join("") }, citations, guardrailAction };
};

const tooLong = toolError("too_large", `The answer is longer than ${mostCharacters} characters.`);

/** Newer events hold a citation's parts themselves, older ones the citation. */
const citationOf = ({ citation, generatedResponsePart, retrievedReferences }: CitationEvent): Citation => ({
  generatedResponsePart: generatedResponsePart ?? citation?.generatedResponsePart,
  retrievedReferences: retrievedReferences ?? citation?.retrievedReferences,
});
