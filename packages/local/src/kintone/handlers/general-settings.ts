import { type Call, type Handler, openApp, openPreview } from "../call.ts";
import type { ProcessDefinition } from "../definitions.ts";
import { requiredInteger } from "../parameters.ts";
import { readGeneral } from "../settings/general.ts";
import { changeSettings, readSettings, type Stage } from "../settings/open-settings.ts";

/** `GET app/settings.json`. */
export const getGeneralSettings =
  (stage: Stage): Handler =>
  (call) => {
    const { general, revision } = readSettings(call, stage);
    return { ...general, revision: String(revision) };
  };

/** `PUT preview/app/settings.json`. */
export const putGeneralSettings: Handler = (call) => {
  const { revision } = changeSettings(call, ({ general, fields }, app) => ({
    general: readGeneral(general, call.parameters, {
      fieldCodes: new Set(fields.byCode.keys()),
      attach: (fileKey) => call.store.files.attach(fileKey, app.id, call.journal),
    }),
  }));
  return { revision: String(revision) };
};

/** `GET app/status.json`. Process management is as the app's definition says; it cannot be changed here. */
export const getProcessManagement =
  (stage: Stage): Handler =>
  (call) => {
    const { revision } = readSettings(call, stage);
    const process = processOf(call, stage);
    return {
      enable: process?.enable ?? false,
      states: process === undefined ? null : showStates(process),
      actions: process?.actions.map((action) => ({ ...action, filterCond: "", type: "PRIMARY" })) ?? null,
      revision: String(revision),
    };
  };

const processOf = (call: Call, stage: Stage): ProcessDefinition | undefined => {
  const app =
    stage === "live" ? openApp(call, "view", "add") : openPreview(call, requiredInteger(call.parameters, "app"));
  return app.definition.process;
};

const showStates = ({ states }: ProcessDefinition) =>
  Object.fromEntries(
    states.map((name, index) => [name, { name, index: String(index), assignee: { type: "ONE", entities: [] } }]),
  );
