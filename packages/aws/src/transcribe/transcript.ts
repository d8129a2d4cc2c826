import { isObject, type Parsed } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";

const seconds = () => z.number().nullable().describe("Seconds from the beginning.");

/** One stretch of speech: of one speaker, or one sentence where speakers are not told apart. */
export const segment = () =>
  z.object({
    speaker: z.string().nullable().describe("Such as `spk_0`."),
    start_time: seconds(),
    end_time: seconds(),
    text: z.string(),
  });

export const word = () =>
  z.object({
    speaker: z.string().nullable(),
    start_time: seconds(),
    end_time: seconds(),
    confidence: z.number().nullable().describe("0 to 1."),
    content: z.string(),
  });

/** How toxic one stretch of speech is. */
export const toxicity = () =>
  z.object({
    start_time: seconds(),
    end_time: seconds(),
    text: z.string(),
    toxicity: z.number().nullable().describe("0 to 1, of all categories together."),
    categories: z
      .record(z.string(), z.number())
      .describe("0 to 1 by category, such as profanity, hate_speech, insult, graphic, sexual, violence_or_threat."),
  });

export interface Transcript {
  /** One line for each stretch, as `[spk_0]: …`, where speakers are told apart. */
  readonly text: string;
  readonly segments: Parsed<ReturnType<typeof segment>>[];
  readonly words: Parsed<ReturnType<typeof word>>[];
  readonly speaker_count: number | null;
  /** Empty where it was not looked for. */
  readonly toxicity: Parsed<ReturnType<typeof toxicity>>[];
}

/**
 * Reads a transcript file. Punctuation stands against its word, and scripts that are written without spaces get none.
 * Answers with undefined when it is no transcript.
 *
 * @see Amazon Transcribe Developer Guide, Data input and output
 */
export const readTranscript = (json: unknown): Transcript | undefined => {
  const results = isObject(json) && isObject(json["results"]) ? json["results"] : undefined;
  if (results === undefined || !Array.isArray(results["transcripts"])) return undefined;
  const speakers = speakersByTime(results["speaker_labels"]);
  const tokens = listOf(results["items"]).map((item) => tokenOf(item, speakers));
  const segments = segmentsOf(tokens);
  const labelled = segments.some(({ speaker }) => speaker !== null);
  const plain = listOf(results["transcripts"]).map((entry) => String(entry["transcript"] ?? ""));
  const labels = new Set(segments.flatMap(({ speaker }) => speaker ?? []));
  return {
    text: labelled ? segments.map(({ speaker, text }) => `[${speaker}]: ${text}`).join("\n") : plain.join("\n"),
    segments,
    words: tokens
      .filter(({ mark }) => !mark)
      .map(({ speaker, start_time, end_time, confidence, content }) => ({
        speaker,
        start_time,
        end_time,
        confidence,
        content,
      })),
    speaker_count: labelled ? labels.size : null,
    toxicity: listOf(results["toxicity_detection"]).map(toxicityOf),
  };
};

interface Token {
  readonly speaker: string | null;
  readonly start_time: number | null;
  readonly end_time: number | null;
  readonly confidence: number | null;
  readonly content: string;
  /** Whether it is punctuation. */
  readonly mark: boolean;
}

const listOf = (value: unknown): readonly Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

const numberOf = (value: unknown): number | null => {
  const number = Number(value ?? Number.NaN);
  return Number.isFinite(number) ? number : null;
};

/** Older transcripts name the speaker of a word only beside its time. */
const speakersByTime = (labels: unknown): ReadonlyMap<string, string> =>
  new Map(
    listOf(isObject(labels) ? labels["segments"] : undefined)
      .flatMap((each) => listOf(each["items"]))
      .map((item) => [String(item["start_time"]), String(item["speaker_label"])]),
  );

const tokenOf = (item: Record<string, unknown>, speakers: ReadonlyMap<string, string>): Token => {
  const [best = {}] = listOf(item["alternatives"]);
  const label = item["speaker_label"] ?? speakers.get(String(item["start_time"]));
  return {
    speaker: typeof label === "string" ? label : null,
    start_time: numberOf(item["start_time"]),
    end_time: numberOf(item["end_time"]),
    confidence: numberOf(best["confidence"]),
    content: String(best["content"] ?? ""),
    mark: item["type"] === "punctuation",
  };
};

const toxicityOf = (entry: Record<string, unknown>): Parsed<ReturnType<typeof toxicity>> => ({
  start_time: numberOf(entry["start_time"]),
  end_time: numberOf(entry["end_time"]),
  text: String(entry["text"] ?? ""),
  toxicity: numberOf(entry["toxicity"]),
  categories: Object.fromEntries(
    Object.entries(isObject(entry["categories"]) ? entry["categories"] : {}).flatMap(([name, score]) => {
      const number = numberOf(score);
      return number === null ? [] : [[name, number]];
    }),
  ),
});

const sentenceEnd = /[.!?。！？]$/;

const segmentsOf = (tokens: readonly Token[]): Parsed<ReturnType<typeof segment>>[] => {
  const segments: Parsed<ReturnType<typeof segment>>[] = [];
  for (const token of tokens) {
    const last = segments.at(-1);
    if (last !== undefined && (token.mark || continues(last, token))) {
      last.text = joined(last.text, token);
      last.end_time = token.end_time ?? last.end_time;
    } else {
      const { speaker, start_time, end_time, content } = token;
      segments.push({ speaker, start_time, end_time, text: content });
    }
  }
  return segments;
};

const continues = (last: Parsed<ReturnType<typeof segment>>, token: Token): boolean =>
  token.speaker === null ? last.speaker === null && !sentenceEnd.test(last.text) : token.speaker === last.speaker;

const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー、。！？]/u;

const joined = (text: string, { content, mark }: Token): string => {
  const before = [...text.slice(-2)].at(-1) ?? "";
  const after = [...content.slice(0, 2)][0] ?? "";
  return mark || (unspaced.test(before) && unspaced.test(after)) ? `${text}${content}` : `${text} ${content}`;
};
