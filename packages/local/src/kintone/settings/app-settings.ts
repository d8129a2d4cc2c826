import type { AppDefinition } from "../definitions.ts";
import { appFields, type FieldTable } from "../fields.ts";
import { type GeneralSettings, initialGeneral } from "./general.ts";
import { type FormLayout, initialLayout } from "./layout.ts";
import { initialProcess, type ProcessSettings } from "./process.ts";
import { initialSections, type Sections } from "./sections.ts";

/** The settings of an app at one revision, never changed in place. */
export interface AppSettings {
  readonly revision: number;
  readonly general: GeneralSettings;
  readonly fields: FieldTable;
  readonly layout: FormLayout;
  readonly sections: Sections;
  /** undefined when none was ever set. */
  readonly process: ProcessSettings | undefined;
  /** Ids of the plug-ins that were added. */
  readonly plugins: readonly string[];
  /** For each field and table column that live records have values for: its code here → its code in the live form. */
  readonly liveCodes: ReadonlyMap<string, string>;
}

/** The settings an app starts with. */
export const initialSettings = (definition: AppDefinition, revision: number): AppSettings => {
  const fields = appFields(definition.fields, definition.process);
  return {
    revision,
    general: initialGeneral(definition),
    fields,
    layout: initialLayout(fields),
    sections: initialSections(),
    process: initialProcess(definition.process),
    plugins: [],
    liveCodes: ownCodes(fields),
  };
};

/** Every field and column under its own code: what holds once settings are live. */
export const ownCodes = (fields: FieldTable): ReadonlyMap<string, string> =>
  new Map(allCodes(fields).map((code) => [code, code]));

/** The codes of all fields and table columns; kintone lets no two of an app be alike. */
export const allCodes = (fields: FieldTable): readonly string[] =>
  fields.all.flatMap((field) => [field.code, ...(field.inner?.all.map(({ code }) => code) ?? [])]);
