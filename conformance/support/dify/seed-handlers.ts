import type { Handlers } from "../modeled/index.ts";

const at = new Date("2026-01-02T03:04:05Z");
const knowledgeBaseId = "KB12345678";
const dataSourceId = "DS12345678";
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const usage = {
  topicPolicyUnits: 1,
  contentPolicyUnits: 0,
  wordPolicyUnits: 0,
  sensitiveInformationPolicyUnits: 0,
  sensitiveInformationPolicyFreeUnits: 0,
  contextualGroundingPolicyUnits: 0,
};
const memoryId = "notes-a1b2c3d4e5";
const event = {
  memoryId,
  actorId: "actor-1",
  sessionId: "session-1",
  eventId: "0000001767225600000#a1b2c3d4",
  eventTimestamp: at,
  payload: [{ conversational: { role: "USER", content: { text: "Likes tea" } } }],
};

/** What the services answer that have no emulator. `url` is where a transcript can be fetched. */
export const seedHandlers = (url: () => string): Handlers => ({
  "bedrock-agent": {
    ListKnowledgeBases: () => ({
      knowledgeBaseSummaries: [{ knowledgeBaseId, name: "manuals", status: "ACTIVE", updatedAt: at }],
      nextToken: "more",
    }),
    ListDataSources: () => ({
      dataSourceSummaries: [{ knowledgeBaseId, dataSourceId, name: "bucket", status: "AVAILABLE", updatedAt: at }],
    }),
    StartIngestionJob: () => ({
      ingestionJob: {
        knowledgeBaseId,
        dataSourceId,
        ingestionJobId: "IJ12345678",
        status: "STARTING",
        startedAt: at,
        updatedAt: at,
      },
    }),
  },
  "bedrock-agent-runtime": {
    Retrieve: ({ retrievalQuery }: { retrievalQuery: { text: string } }) => ({
      retrievalResults: [
        {
          content: { type: "TEXT", text: `About ${retrievalQuery.text}` },
          location: { type: "S3", s3Location: { uri: "s3://manuals/guide.pdf" } },
          metadata: { "x-amz-bedrock-kb-data-source-id": dataSourceId, "x-amz-bedrock-kb-chunk-id": "c1" },
          score: 0.51234567,
        },
        {
          content: { type: "TEXT", text: "From the web" },
          location: { type: "WEB", webLocation: { url: "https://example.com/a" } },
        },
      ],
    }),
    RetrieveAndGenerate: () => ({
      sessionId: "session-1",
      output: { text: "It is." },
      citations: [
        {
          generatedResponsePart: { textResponsePart: { text: "It is." } },
          retrievedReferences: [
            { content: { text: "passage" }, location: { type: "S3", s3Location: { uri: "s3://manuals/guide.pdf" } } },
          ],
        },
      ],
    }),
  },
  "bedrock-runtime": {
    ApplyGuardrail: () => ({
      usage,
      action: "GUARDRAIL_INTERVENED",
      outputs: [{ text: "Sorry." }],
      assessments: [{ topicPolicy: { topics: [{ name: "money", type: "DENY", action: "BLOCKED" }] } }],
    }),
    InvokeModel: ({ modelId }: { modelId: string }) => {
      const answer = modelId.includes("titan")
        ? { embedding: Array.from({ length: 1024 }, () => 0.5) }
        : { images: [png.toString("base64")] };
      return { contentType: "application/json", body: Buffer.from(JSON.stringify(answer)) };
    },
    StartAsyncInvoke: () => ({
      invocationArn: "arn:aws:bedrock:us-east-1:123456789012:async-invoke/abcdefghijkl",
    }),
  },
  lambda: {
    Invoke: ({ FunctionName, Payload, LogType }: { FunctionName: string; Payload: Buffer; LogType?: string }) => {
      const failed = { errorType: "ValueError", errorMessage: "no such order" };
      const answers: Readonly<Record<string, Buffer>> = {
        broken: Buffer.from(JSON.stringify(failed)),
        translate_tool: Buffer.from(JSON.stringify({ translations: [{ translated_text: "こんにちは" }] })),
      };
      return {
        StatusCode: 200,
        ExecutedVersion: "7",
        Payload: answers[FunctionName] ?? Payload,
        ...(FunctionName === "broken" ? { FunctionError: "Unhandled" } : {}),
        ...(LogType === "Tail" ? { LogResult: Buffer.from("START\nEND").toString("base64") } : {}),
      };
    },
  },
  stepfunctions: {
    StartExecution: ({ stateMachineArn, name }: { stateMachineArn: string; name?: string }) => ({
      executionArn: `${stateMachineArn.replace("stateMachine", "execution")}:${name ?? "made-up"}`,
      startDate: at,
    }),
  },
  "sagemaker-runtime": {
    InvokeEndpoint: ({ EndpointName, Body }: { EndpointName: string; Body: Buffer }) => {
      const { docs = [] } = JSON.parse(Body.toString()) as { docs?: readonly string[] };
      const answers: Readonly<Record<string, object>> = {
        reranker: { scores: docs.map((_, index) => index / 10) },
        toxicity: { prediction: 0 },
        voice: { s3_presign_url: "https://bucket.example.com/a.wav?X-Amz-Signature=made-up" },
      };
      return { ContentType: "application/json", Body: Buffer.from(JSON.stringify(answers[EndpointName] ?? {})) };
    },
  },
  comprehend: { DetectDominantLanguage: () => ({ Languages: [{ LanguageCode: "en", Score: 0.9 }] }) },
  transcribe: {
    StartTranscriptionJob: ({ TranscriptionJobName }: { TranscriptionJobName: string }) => ({
      TranscriptionJob: { TranscriptionJobName, TranscriptionJobStatus: "QUEUED" },
    }),
    GetTranscriptionJob: ({ TranscriptionJobName }: { TranscriptionJobName: string }) => ({
      TranscriptionJob: {
        TranscriptionJobName,
        TranscriptionJobStatus: "COMPLETED",
        LanguageCode: "en-US",
        Transcript: { TranscriptFileUri: `${url()}/transcript.json?X-Amz-Signature=made-up` },
      },
    }),
    DeleteTranscriptionJob: () => ({}),
  },
  "bedrock-agentcore": {
    StartCodeInterpreterSession: () => ({
      codeInterpreterIdentifier: "aws.codeinterpreter.v1",
      sessionId: "01SESSION",
      createdAt: at,
    }),
    StopCodeInterpreterSession: () => ({
      codeInterpreterIdentifier: "aws.codeinterpreter.v1",
      sessionId: "01SESSION",
      lastUpdatedAt: at,
    }),
    InvokeCodeInterpreter: ({ arguments: given }: { arguments: { code?: string; command?: string } }) => ({
      sessionId: "01SESSION",
      stream: [
        {
          result: {
            content: [{ type: "text", text: `ran ${given.code ?? given.command}` }],
            isError: false,
            structuredContent: { stdout: "2\n", exitCode: 0, executionTime: 0.5 },
          },
        },
      ],
    }),
    StartBrowserSession: () => ({
      browserIdentifier: "aws.browser.v1",
      sessionId: "01J0000000000000000000000A",
      createdAt: at,
      streams: {
        automationStream: { streamEndpoint: "wss://127.0.0.1:9/automation", streamStatus: "ENABLED" },
        liveViewStream: { streamEndpoint: "https://127.0.0.1:9/live" },
      },
    }),
    StopBrowserSession: () => ({
      browserIdentifier: "aws.browser.v1",
      sessionId: "01J0000000000000000000000A",
      lastUpdatedAt: at,
    }),
    CreateEvent: () => ({ event }),
    ListEvents: () => ({ events: [event] }),
    RetrieveMemoryRecords: () => ({
      memoryRecordSummaries: [
        {
          memoryRecordId: "mem-00000000-0000-4000-8000-000000000000",
          content: { text: "Likes tea" },
          memoryStrategyId: "semantic-a1b2c3d4e5",
          namespaces: ["/"],
          createdAt: at,
          score: 0.9,
        },
      ],
    }),
  },
  "bedrock-agentcore-control": {
    GetMemory: () => ({
      memory: {
        arn: `arn:aws:bedrock-agentcore:us-east-1:123456789012:memory/${memoryId}`,
        id: memoryId,
        name: "notes",
        eventExpiryDuration: 30,
        status: "ACTIVE",
        createdAt: at,
        updatedAt: at,
      },
    }),
  },
});
