import type { Handler } from "../call.ts";
import { readGeneral } from "../settings/general.ts";
import { changeSettings, readSettings, type Stage } from "../settings/open-settings.ts";
import { readProcess, showProcess, withProcess } from "../settings/process.ts";

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

/** `GET app/status.json`. */
export const getProcessManagement =
  (stage: Stage): Handler =>
  (call) => {
    const { process, revision } = readSettings(call, stage);
    return { ...showProcess(process), revision: String(revision) };
  };

/** `PUT preview/app/status.json`. A record whose status is gone gets the first one when the change is put to use. */
export const putProcessManagement: Handler = (call) => {
  const { revision } = changeSettings(call, (before) => {
    const process = readProcess(before.process, call.parameters);
    return { process, fields: withProcess(before.fields, process) };
  });
  return { revision: String(revision) };
};
