import type { App } from "../app.ts";
import { type Call, type Handler, openPreview } from "../call.ts";
import { invalidInput } from "../errors.ts";
import { objectAt, optionalBoolean, optionalInteger, requiredInteger, requiredList } from "../parameters.ts";
import { convertValues } from "../settings/migrate.ts";

const MAX_APPS = 300;

/**
 * `POST preview/app/deploy.json`: puts the prepared settings of apps to use, or drops them. When those of one app cannot
 * be used, that app ends as FAIL, the others as CANCEL, and all of them stay as they are.
 */
export const postDeploy: Handler = (call) => {
  const apps = listOfApps(call).map((raw, index) => {
    const path = `apps[${index}]`;
    const entry = objectAt(raw, path);
    const app = openPreview(call, requiredInteger(entry, "app", `${path}.app`));
    app.settings.check(optionalInteger(entry, "revision", `${path}.revision`));
    return app;
  });
  const { deployMs } = call.store;
  if (optionalBoolean(call.parameters, "revert")) {
    const never = apps.find((app) => app.settings.live === undefined);
    if (never !== undefined) throw invalidInput("revert", `App ${never.id} was never deployed.`);
    for (const app of apps) app.settings.revert(deployMs);
    return {};
  }
  const failing = new Set(apps.filter(hasNewDuplicates));
  for (const app of apps) {
    app.settings.deploy(failing.size === 0 ? "SUCCESS" : failing.has(app) ? "FAIL" : "CANCEL", deployMs);
  }
  return {};
};

/** `GET preview/app/deploy.json`. */
export const getDeploy: Handler = (call) => ({
  apps: listOfApps(call).map((raw, index) => {
    const app = openPreview(call, requiredInteger({ app: raw }, "app", `apps[${index}]`));
    return { app: String(app.id), status: app.settings.status };
  }),
});

const listOfApps = ({ parameters }: Call): readonly unknown[] => {
  const apps = requiredList(parameters, "apps");
  if (apps.length < 1 || apps.length > MAX_APPS) throw invalidInput("apps", `From 1 to ${MAX_APPS} apps are possible.`);
  return apps;
};

/** Whether records hold the same value in a field that would prohibit duplicates. */
const hasNewDuplicates = (app: App): boolean => {
  const { fields, liveCodes } = app.settings.preview;
  const unique = fields.slots.filter(({ definition }) => definition.unique === true);
  if (unique.length === 0 || app.recordCount === 0) return false;
  const convert = convertValues(app.fields, fields, liveCodes);
  const seen = new Set<string>();
  return app.table.all.some((record) => {
    const values = convert(record.values);
    return unique.some(({ code, slot }) => {
      const text = values[slot ?? -1];
      const key = `${code}\n${text}`;
      if (text === "" || !seen.has(key)) {
        seen.add(key);
        return false;
      }
      return true;
    });
  });
};
