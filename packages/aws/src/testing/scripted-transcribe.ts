import { type ScriptedAnswer, type ScriptedRequest, targetOf } from "./scripted-toolkit.ts";

/** A transcript file as Amazon Transcribe writes it: `speaker|word` or `speaker|mark,` tokens, a tenth of a second each. */
export const transcriptFile = (...tokens: readonly (readonly [speaker: string | null, content: string])[]): object => ({
  status: "COMPLETED",
  results: {
    transcripts: [{ transcript: tokens.map(([, content]) => content).join(" ") }],
    items: tokens.map(([speaker, content], index) => ({
      ...(isMark(content)
        ? { type: "punctuation" }
        : { type: "pronunciation", start_time: String(index / 10), end_time: String((index + 1) / 10) }),
      ...(speaker === null ? {} : { speaker_label: speaker }),
      alternatives: [{ confidence: isMark(content) ? "0.0" : "0.9", content }],
    })),
  },
});

const isMark = (content: string): boolean => /^[.,!?。、]$/.test(content);

/** Amazon Transcribe behind `POST /`: what it was asked, by operation, and a job that goes through the given states. */
export const scriptedTranscribe = (...states: readonly object[]) => {
  const asked: { readonly operation: string; readonly input: Record<string, unknown> }[] = [];
  let seen = 0;
  const answer = (request: ScriptedRequest): ScriptedAnswer => {
    const operation = targetOf(request);
    const input = request.json() as Record<string, unknown>;
    asked.push({ operation, input });
    if (operation === "DeleteTranscriptionJob") return { json: {} };
    const state = operation === "GetTranscriptionJob" ? states[Math.min(seen++, states.length - 1)] : {};
    const TranscriptionJobStatus = operation === "GetTranscriptionJob" ? "IN_PROGRESS" : "QUEUED";
    return {
      json: {
        TranscriptionJob: { TranscriptionJobName: input["TranscriptionJobName"], TranscriptionJobStatus, ...state },
      },
    };
  };
  const operations = () => asked.map(({ operation }) => operation);
  return { answer, asked, operations };
};
