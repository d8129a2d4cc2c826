import { type Handler, openApp } from "../call.ts";
import { invalidInput } from "../errors.ts";
import { requiredInteger, requiredList } from "../parameters.ts";
import { isPermitted } from "../principal.ts";
import { findRecord } from "./find-record.ts";

const MAX_IDS = 100;

/** `GET records/acl/evaluate.json`: what the caller may do with records. Only permissions on the app are evaluated. */
export const getEvaluatedAcl: Handler = (call) => {
  const app = openApp(call, "view");
  const ids = requiredList(call.parameters, "ids");
  if (ids.length < 1 || ids.length > MAX_IDS) throw invalidInput("ids", `From 1 to ${MAX_IDS} records are possible.`);
  const editable = isPermitted(call.principal, app, "edit");
  const fields = Object.fromEntries(app.fields.all.map(({ code }) => [code, { viewable: true, editable }]));
  const deletable = isPermitted(call.principal, app, "delete");
  const rights = ids.map((raw, index) => {
    const { id } = findRecord(app, requiredInteger({ id: raw }, "id", `ids[${index}]`));
    return { id: String(id), record: { viewable: true, editable, deletable }, fields };
  });
  return { rights };
};
