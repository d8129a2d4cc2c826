import { setTimeout as wait } from "node:timers/promises";
import type { Content } from "@tsunagu/core";
import { describe, expect, test } from "vitest";
import { event, eventMessage } from "../testing/event-stream.ts";
import { succeeded } from "../testing/expect-failure.ts";
import { useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { bedrockRetrieveAndGenerate } from "./retrieve-and-generate.ts";

const scripted = useScriptedToolkit([bedrockRetrieveAndGenerate]);
const basic = {
  type: "KNOWLEDGE_BASE",
  input: "What is it?",
  knowledge_base_id: "KB12345678",
  model_id: "anthropic.claude-3-haiku-20240307-v1:0",
} as const;

describe("seed defect: the answer comes piece by piece", () => {
  const streamRoute = "POST /retrieveAndGenerateStream";
  const headers = {
    "content-type": "application/vnd.amazon.eventstream",
    "x-amzn-bedrock-knowledge-base-session-id": "session:1",
  };
  const piece = (type: string, payload: object) => event(type, JSON.stringify(payload));
  const script = (...messages: readonly Uint8Array[]) =>
    scripted().answer(streamRoute, { headers, body: Buffer.concat(messages) });
  const references = [{ content: { text: "passage" }, location: { type: "S3", s3Location: { uri: "s3://r/a.pdf" } } }];
  const part = (text: string) => ({ textResponsePart: { text, span: { start: 0, end: text.length } } });
  const askStream = async (more: object = {}) => {
    const pieces: Content[] = [];
    const onContent = (content: Content): void => {
      pieces.push(content);
    };
    const input = { ...basic, stream: true, ...more };
    return { pieces, result: await scripted().run("bedrock_retrieve_and_generate", input, { onContent }) };
  };

  test("and is whole at the end, with session, guardrail and citations of both kinds of events", async () => {
    script(
      piece("output", { text: "It " }),
      piece("output", { text: "is. So." }),
      piece("citation", { generatedResponsePart: part("It is."), retrievedReferences: references }),
      piece("citation", { citation: { generatedResponsePart: part("So."), retrievedReferences: references } }),
      piece("guardrail", { action: "NONE" }),
    );
    const { pieces, result } = await askStream();
    expect(pieces).toEqual([
      { type: "text", text: "It " },
      { type: "text", text: "is. So." },
    ]);
    const reference = { content: "passage", location: "s3://r/a.pdf", location_type: "S3", metadata: {} };
    expect(succeeded(result)).toMatchObject({
      output: {
        output: "It is. So.",
        session_id: "session:1",
        guardrail_action: "NONE",
        streamed: true,
        citations: [
          { text: "It is.", references: [reference] },
          { text: "So.", references: [reference] },
        ],
      },
    });
    expect(scripted().requests[0]?.json()).toMatchObject({ input: { text: "What is it?" } });
  });

  test("and is not presented a second time; the sources come behind it", async () => {
    const messages = [
      piece("output", { text: "It is." }),
      piece("citation", { generatedResponsePart: part("It is."), retrievedReferences: references }),
    ];
    script(...messages);
    const alone = await scripted().run("bedrock_retrieve_and_generate", { ...basic, stream: true });
    expect(succeeded(alone)).toMatchObject({ content: [{ type: "text", text: "It is." }] });
    script(...messages);
    const input = { ...basic, stream: true, result_type: "text-with-citations" } as const;
    expect(succeeded(await scripted().run("bedrock_retrieve_and_generate", input))).toMatchObject({
      content: [
        { type: "text", text: "It is." },
        { type: "text", text: "\n[References]\n[1] It is.\n- passage s3://r/a.pdf" },
      ],
    });
  });

  test("until an exception, which is an error", async () => {
    const exception = eventMessage(
      { ":message-type": "exception", ":exception-type": "throttlingException", ":content-type": "application/json" },
      JSON.stringify({ message: "slow down" }),
    );
    script(piece("output", { text: "It " }), exception);
    const { pieces, result } = await askStream();
    expect(pieces).toHaveLength(1);
    expect(scripted().failure(result, { code: "rate_limited" }).message).toContain("slow down");
  });

  test("and a stream without an event is an error", async () => {
    script();
    scripted().failure((await askStream()).result, { code: "upstream" });
  });

  test("and stops when the caller does", async () => {
    async function* stalling(): AsyncGenerator<Uint8Array> {
      yield piece("output", { text: "It " });
      await wait(3_000);
    }
    scripted().answer(streamRoute, { headers, body: stalling() });
    const { promise, resolve } = Promise.withResolvers<Content>();
    const stop = new AbortController();
    const input = { ...basic, stream: true };
    const options = { onContent: resolve, signal: stop.signal };
    const call = scripted().run("bedrock_retrieve_and_generate", input, options);
    expect(await promise).toEqual({ type: "text", text: "It " });
    const stopped = performance.now();
    stop.abort();
    scripted().failure(await call, { code: "aborted" });
    expect(performance.now() - stopped).toBeLessThan(1_500);
  });
});
