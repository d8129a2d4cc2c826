import { isDeepStrictEqual } from "node:util";
import { isObject, type JsonObject, ToolFailure, toolError } from "@tsunagu/core";
import type { ConfirmedChunk } from "./import-journal.ts";

/** What a journal is of. */
export interface ImportIdentity {
  readonly format: "tsunagu import journal 1";
  /** The input's digest and size. */
  readonly input: { readonly sha256: string; readonly bytes: number };
  /** Address of the API and app id. */
  readonly endpoint: string;
  readonly app: string;
  /** Everything that decides what is written. */
  readonly options: JsonObject;
}

/** Where an import stopped. */
export interface JournalState {
  /** The last chunk that was confirmed; undefined before the first. */
  readonly confirmed: ConfirmedChunk | undefined;
  /** Rows after that chunk that were added, and rows of which it is not known. */
  readonly added: ReadonlySet<number>;
  readonly unknown: ReadonlySet<number>;
  /** The highest record id that is known. */
  readonly highest: string | undefined;
  /** Rows that were being added when the process died. */
  readonly pending: { readonly rows: readonly number[]; readonly after: string } | undefined;
}

/**
 * Reads a journal's text, and how many bytes of it are whole; of an import that had not begun, no state. Throws a
 * ToolFailure: `conflict` when it is of another import, `invalid_input` when it is no journal.
 */
export const readEntries = (
  text: string,
  identity: ImportIdentity,
): { readonly state: JournalState | undefined; readonly bytes: number } => {
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  if (whole === "") return { state: undefined, bytes: 0 };
  const [head, ...entries] = whole
    .split("\n")
    .filter((line) => line !== "")
    .map(parseLine);
  checkIdentity(head, identity);
  return { state: entries.reduce<JournalState>(withEntry, nothingYet), bytes: Buffer.byteLength(whole) };
};

const nothingYet: JournalState = {
  confirmed: undefined,
  added: new Set(),
  unknown: new Set(),
  highest: undefined,
  pending: undefined,
};

const withEntry = (state: JournalState, entry: unknown): JournalState => {
  if (!isObject(entry)) throw notJournal();
  if (typeof entry["through"] === "number") {
    const confirmed = entry as unknown as ConfirmedChunk;
    return { ...nothingYet, confirmed, highest: confirmed.highest };
  }
  const { sending, settled, after, fate, highest } = entry;
  if (Array.isArray(sending)) return { ...state, pending: { rows: sending.map(Number), after: String(after) } };
  if (!Array.isArray(settled)) throw notJournal();
  const rows = settled.map(Number);
  const next = { ...state, pending: undefined, highest: String(highest) };
  if (fate === "added") return { ...next, added: new Set([...state.added, ...rows]) };
  return fate === "unknown" ? { ...next, unknown: new Set([...state.unknown, ...rows]) } : next;
};

const parseLine = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    throw notJournal();
  }
};

const checkIdentity = (head: unknown, identity: ImportIdentity): void => {
  if (!isObject(head) || head["format"] !== identity.format) throw notJournal();
  const parts = (["input", "endpoint", "app", "options"] as const).filter(
    (part) => !isDeepStrictEqual(head[part], identity[part]),
  );
  if (parts.length === 0) return;
  const named = parts.map((part) => names[part]).join(" and ");
  const hint = "Resume with the same file and options, or begin a new import with another journal.";
  throw new ToolFailure(
    toolError("conflict", `The journal is of another import: ${named} differ from then.`, { hint }),
  );
};

const names = {
  input: "the input's contents",
  endpoint: "the kintone domain or space",
  app: "the app",
  options: "the options",
} as const;

const notJournal = (): ToolFailure =>
  new ToolFailure(
    toolError("invalid_input", "The file is no journal of an import, or it was changed.", {
      hint: "Name the journal that the import wrote.",
    }),
  );
