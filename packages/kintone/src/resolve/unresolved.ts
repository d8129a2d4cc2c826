import { invalidField, type ToolError, toolError } from "@tsunagu/core";

/** Something that a name may mean. `label` is for people, `value` what other tools take. */
export interface Candidate {
  readonly value: string;
  readonly label: string;
}

const mostCandidates = 20;

/** An `invalid_input` error, `ambiguous` in its details: a name that means several things, which are listed. */
export const ambiguous = (field: string, name: string, candidates: readonly Candidate[]): ToolError => {
  const shown = candidates.slice(0, mostCandidates);
  const more = candidates.length > shown.length ? ` and ${candidates.length - shown.length} more` : "";
  const { code, message, ...rest } = invalidField(
    field,
    `${JSON.stringify(name)} is ambiguous: ${textOf(shown)}${more}`,
    "Use the one that is meant by what stands before its colon.",
  );
  return toolError(code, message, { ...rest, details: { reason: "ambiguous", candidates: listOf(shown) } });
};

/** A `not_found` error: a name that nothing has, with what is near it. */
export const unknownName = (kind: string, name: string, near: readonly Candidate[]): ToolError => {
  const shown = near.slice(0, mostCandidates);
  return toolError("not_found", `No ${kind} has the code or the name ${JSON.stringify(name)}.`, {
    hint: shown.length === 0 ? "Check how it is written." : `Is one of these meant? ${textOf(shown)}`,
    details: { reason: "unknown_name", candidates: listOf(shown) },
  });
};

/** Names made alike: full and half width, capital and small letters, blanks around. */
export const sameName = (one: string, other: string): boolean => plain(one) === plain(other);

const plain = (name: string): string => name.normalize("NFKC").trim().toLowerCase();

const textOf = (candidates: readonly Candidate[]): string =>
  candidates.map(({ value, label }) => `${value}: ${label}`).join("; ");

const listOf = (candidates: readonly Candidate[]) => candidates.map(({ value, label }) => ({ value, label }));
