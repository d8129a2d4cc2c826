import type { Event, PayloadType } from "@aws-sdk/client-bedrock-agentcore";
import type { JsonValue, ToolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { err, ok, type Result, ResultAsync } from "neverthrow";
import type { AwsCall } from "../service.ts";
import { agentcore } from "./service.ts";

/** One event of a conversation, as the tools show it. */
export const turn = () =>
  z.object({
    turn_number: z.int().min(1),
    event_id: z.string(),
    created_at: z.string().nullable().describe("ISO 8601, UTC."),
    timestamp: z.string().nullable().describe("The same as created_at."),
    messages: z.array(z.object({ role: z.string(), content: z.object({ text: z.string() }) })),
    documents: z.array(z.json()).describe("What was recorded as JSON rather than as a message."),
    metadata: z.record(z.string(), z.string()),
    branch: z.string().nullable(),
  });

interface Conversation {
  readonly memoryId: string;
  readonly actorId: string;
  readonly sessionId: string;
  /** Of one branch and what it branches from alone. */
  readonly branchName?: string | undefined;
}

/** Events, the oldest first. `complete` is false when the conversation has more than were looked at. */
interface LastEvents {
  readonly events: readonly Event[];
  readonly complete: boolean;
}

const pageSize = 100;
const mostPages = 10;

/**
 * The newest events of a conversation, among its first thousand as the service lists them.
 *
 * @see Amazon Bedrock AgentCore Data Plane API Reference, ListEvents
 */
export const lastEvents = (
  call: AwsCall,
  { branchName, ...conversation }: Conversation,
  wanted: number,
): ResultAsync<LastEvents, ToolError> => {
  const read = async (): Promise<Result<LastEvents, ToolError>> => {
    const events: Event[] = [];
    let nextToken: string | undefined;
    for (let page = 0; page < mostPages; page++) {
      const read = await agentcore(
        call,
        (sdk) =>
          new sdk.ListEventsCommand({
            ...conversation,
            includePayloads: true,
            maxResults: pageSize,
            ...(branchName === undefined
              ? {}
              : { filter: { branch: { name: branchName, includeParentBranches: true } } }),
            ...(nextToken === undefined ? {} : { nextToken }),
          }),
      );
      if (read.isErr()) return err(read.error);
      events.push(...(read.value.events ?? []));
      nextToken = read.value.nextToken;
      if (nextToken === undefined || (events.length >= wanted && areNewestFirst(events))) break;
    }
    const newest = [...events].sort((one, other) => timeOf(one) - timeOf(other)).slice(-wanted);
    return ok({ events: newest, complete: nextToken === undefined || areNewestFirst(events) });
  };
  return new ResultAsync(read());
};

/** An event in plain words. `number` counts from one. */
export const describeTurn = (event: Event, number: number): z.infer<ReturnType<typeof turn>> => {
  const payload = event.payload ?? [];
  const time = event.eventTimestamp?.toISOString() ?? null;
  return {
    turn_number: number,
    event_id: event.eventId ?? "",
    created_at: time,
    timestamp: time,
    messages: payload.flatMap(({ conversational }) =>
      conversational?.content?.text === undefined
        ? []
        : [{ role: conversational.role ?? "OTHER", content: { text: conversational.content.text } }],
    ),
    documents: payload.flatMap(documentOf),
    metadata: Object.fromEntries(
      Object.entries(event.metadata ?? {}).map(([name, value]) => [name, value.stringValue ?? ""]),
    ),
    branch: event.branch?.name ?? null,
  };
};

const timeOf = ({ eventTimestamp }: Event): number => eventTimestamp?.getTime() ?? 0;

const areNewestFirst = (events: readonly Event[]): boolean => {
  const [first] = events;
  const last = events.at(-1);
  return first !== undefined && last !== undefined && timeOf(first) > timeOf(last);
};

const documentOf = (item: PayloadType): readonly JsonValue[] => {
  const document = item.blob ?? item.json?.content;
  return document === undefined ? [] : [JSON.parse(JSON.stringify(document)) as JsonValue];
};
