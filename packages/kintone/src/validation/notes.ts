import { isObject } from "@tsunagu/core";
import type { FormField } from "../fields/form-fields.ts";
import { checkOf } from "./checks.ts";
import type { NoteCode } from "./finding.ts";
import { decimalPlacesOf } from "./number.ts";

/** A remark about a valid value. */
export interface Note {
  readonly code: NoteCode;
  readonly message: string;
}

/** What to know about a valid value. `lookup` is the code of the lookup that fills the field, if one does. */
export const notesOf = (value: unknown, field: FormField, lookup: string | undefined): readonly Note[] => {
  const notes: Note[] = [];
  const add = (code: NoteCode, message: string): number => notes.push({ code, message });
  if (checkOf(field.type) === undefined) add("type_not_checked", `values of type ${field.type} are not checked`);
  if (field["unique"] === true)
    add("unique_not_checked", "has to differ from every other record; that is not checked here");
  if (isObject(field["lookup"]))
    add("lookup_not_checked", `has to be found in ${relatedApp(field["lookup"])}; that is not checked here`);
  if (lookup !== undefined)
    add("filled_by_lookup", `is filled by the lookup ${lookup}; kintone ignores what is written`);
  if (field.type === "SINGLE_LINE_TEXT" && typeof field["expression"] === "string" && field["expression"] !== "")
    add("calculated", "is calculated by kintone, which ignores what is written");
  if (field.type === "NUMBER" && decimalPlacesOf(value) > usualDecimalPlaces)
    add("rounded", `is rounded to the app's decimal places, ${usualDecimalPlaces} unless its settings say otherwise`);
  return notes;
};

/** Fields that lookups fill, each with the code of its lookup. */
export const copiedFields = (fields: Readonly<Record<string, FormField>>): ReadonlyMap<string, string> =>
  new Map(
    Object.values(fields).flatMap(({ code, lookup }) => {
      const mappings: unknown = isObject(lookup) ? lookup["fieldMappings"] : undefined;
      const targets = Array.isArray(mappings) ? mappings : [];
      return targets.flatMap((mapping: unknown): [string, string][] =>
        isObject(mapping) && typeof mapping["field"] === "string" ? [[mapping["field"], code]] : [],
      );
    }),
  );

const usualDecimalPlaces = 4;

const relatedApp = (lookup: Readonly<Record<string, unknown>>): string => {
  const app = lookup["relatedApp"];
  const id = isObject(app) ? app["app"] : undefined;
  return typeof id === "string" || typeof id === "number" ? `app ${id}` : "the lookup's app";
};
