import type { Handler } from "../call.ts";
import { invalidInput } from "../errors.ts";
import { objectAt, requiredList } from "../parameters.ts";
import { type AppSettings, allCodes } from "../settings/app-settings.ts";
import { addFields, deleteFields, updateFields } from "../settings/form.ts";
import { fittedTo, readLayout, withPlaced } from "../settings/layout.ts";
import { changeSettings, readSettings, type Stage } from "../settings/open-settings.ts";

const MAX_DELETED = 100;

/** `GET app/form/fields.json`. */
export const getFormFields =
  (stage: Stage): Handler =>
  (call) => {
    const { fields, revision } = readSettings(call, stage);
    const properties = Object.fromEntries(fields.all.map((field) => [field.code, field.definition]));
    return { properties, revision: String(revision) };
  };

/** `POST preview/app/form/fields.json`: new fields stand at the end of the form. */
export const postFormFields: Handler = (call) => {
  const properties = propertiesOf(call.parameters.properties);
  const changed = changeSettings(call, (before) => {
    const fields = addFields(before.fields, properties);
    const added = fields.all.filter(({ code }) => !before.fields.byCode.has(code));
    return { fields, layout: withPlaced(fittedTo(before.layout, fields, new Map()), added) };
  });
  return answer(changed);
};

/** `PUT preview/app/form/fields.json`. */
export const putFormFields: Handler = (call) => {
  const properties = propertiesOf(call.parameters.properties);
  const changed = changeSettings(call, (before) => {
    const { fields, renamed } = updateFields(before.fields, properties);
    const liveCodes = new Map([...before.liveCodes].map(([code, live]) => [renamed.get(code) ?? code, live]));
    return { fields, liveCodes, layout: fittedTo(before.layout, fields, renamed) };
  });
  return answer(changed);
};

/** `DELETE preview/app/form/fields.json`. */
export const deleteFormFields: Handler = (call) => {
  const codes = requiredList(call.parameters, "fields").map(String);
  if (codes.length < 1 || codes.length > MAX_DELETED)
    throw invalidInput("fields", `From 1 to ${MAX_DELETED} fields are possible.`);
  const changed = changeSettings(call, (before) => {
    const fields = deleteFields(before.fields, codes);
    const left = new Set(allCodes(fields));
    const liveCodes = new Map([...before.liveCodes].filter(([code]) => left.has(code)));
    return { fields, liveCodes, layout: fittedTo(before.layout, fields, new Map()) };
  });
  return answer(changed);
};

/** `GET app/form/layout.json`. */
export const getFormLayout =
  (stage: Stage): Handler =>
  (call) => {
    const { layout, revision } = readSettings(call, stage);
    return { layout, revision: String(revision) };
  };

/** `PUT preview/app/form/layout.json`. */
export const putFormLayout: Handler = (call) => {
  const layout = requiredList(call.parameters, "layout");
  return answer(changeSettings(call, ({ fields }) => ({ layout: readLayout(layout, fields) })));
};

const propertiesOf = (raw: unknown) => {
  if (raw === undefined) throw invalidInput("properties", "This parameter is required.");
  return objectAt(raw, "properties");
};

const answer = ({ revision }: AppSettings) => ({ revision: String(revision) });
