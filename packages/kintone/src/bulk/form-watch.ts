import { ToolFailure, toolError } from "@tsunagu/core";
import { type FormField, readFormFields } from "../fields/form-fields.ts";
import { orThrow } from "../read/reader.ts";
import type { KintoneSession } from "../session.ts";
import type { ImportRules } from "./import-rules.ts";
import { type Patience, withPatience } from "./patience.ts";
import type { PreparedRow } from "./prepare-row.ts";

/**
 * Looks now and then whether the form still has the fields that are written, since kintone drops values of fields that
 * it does not have without a word. What others change meanwhile, such as choices, is taken over for the rows to come.
 */
export interface FormWatch {
  readonly rules: ImportRules;
  /** Notes which fields rows write, and looks at the form when it is time to. Throws a ToolFailure, `conflict`. */
  sent(rows: readonly PreparedRow[]): Promise<void>;
  /** Looks at the form now. */
  look(): Promise<void>;
}

/** Chunks between two looks. */
const looksEvery = 20;

/** Makes a watch over the form that rules were read from. */
export const watchForm = (
  session: KintoneSession,
  app: string,
  began: ImportRules,
  options: Patience & { readonly timeoutMs: number },
): FormWatch => {
  let rules = began;
  let chunks = 0;
  let [first, last] = [0, 0];
  const written = new Set<string>();

  const look = async (): Promise<void> => {
    const form = await withPatience(async () => orThrow(await readFormFields(session, app, options)), options);
    if (form.revision !== rules.revision) {
      const changed = [...written].find((place) => typeAt(place, form.properties) !== typeAt(place, rules.form));
      if (changed !== undefined) throw formChanged(changed, first, last);
      rules = { ...rules, form: form.properties, revision: form.revision };
    }
    chunks = 0;
    first = 0;
  };

  return {
    get rules() {
      return rules;
    },
    sent: async (rows) => {
      for (const { record } of rows) for (const place of placesOf(record)) written.add(place);
      first ||= rows[0]?.row ?? 0;
      last = rows.at(-1)?.row ?? last;
      chunks++;
      if (chunks >= looksEvery) await look();
    },
    look,
  };
};

/** The fields that a record writes: `Name`, and of tables `Lines` and `Lines.Item`. */
const placesOf = (record: PreparedRow["record"]): readonly string[] =>
  Object.entries(record).flatMap(([code, { value }]) => {
    const [row] = Array.isArray(value) ? value : [];
    const cells = typeof row?.value === "object" && row.value !== null ? Object.keys(row.value) : [];
    return [code, ...cells.map((cell) => `${code}.${cell}`)];
  });

const typeAt = (place: string, form: Readonly<Record<string, FormField>>): string | undefined => {
  if (Object.hasOwn(form, place)) return form[place]?.type;
  const table = Object.keys(form).find((code) => place.startsWith(`${code}.`));
  return table === undefined ? undefined : form[table]?.fields?.[place.slice(table.length + 1)]?.type;
};

const formChanged = (place: string, first: number, last: number): ToolFailure =>
  new ToolFailure(
    toolError(
      "conflict",
      `The app's form was changed during the import: the field ${place} is gone or of another type.`,
      {
        hint: `Rows ${first} to ${last} may have been written without it. Correct the file or the form, then import at least those rows again.`,
        details: { field: place, first_row: first, last_row: last },
      },
    ),
  );
