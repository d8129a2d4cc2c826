import type { Handler } from "../call.ts";
import type { Route } from "../routes.ts";
import type { SectionPath } from "../settings/sections.ts";
import { postApp } from "./apps.ts";
import { getDeploy, postDeploy } from "./deploy.ts";
import { getEvaluatedAcl } from "./evaluate-acl.ts";
import {
  deleteFormFields,
  getFormFields,
  getFormLayout,
  postFormFields,
  putFormFields,
  putFormLayout,
} from "./form.ts";
import {
  getGeneralSettings,
  getProcessManagement,
  putGeneralSettings,
  putProcessManagement,
} from "./general-settings.ts";
import { getAppPlugins, postAppPlugins } from "./plugins.ts";
import { getSection, putSection } from "./sections.ts";

const READ = "k:app_settings:read";
const WRITE = "k:app_settings:write";

const reading = (handler: Handler): Route => ({ handler, token: true, scope: READ });
const writing = (handler: Handler): Route => ({ handler, token: true, scope: WRITE });

/** A section of settings: read in use and being prepared, changed being prepared. */
const section = (path: SectionPath, who: Partial<Route> = {}, read = READ, write = WRITE): Record<string, Route> => ({
  [`GET ${path}.json`]: { ...reading(getSection(path, "live")), scope: read, ...who },
  [`GET preview/${path}.json`]: { ...reading(getSection(path, "preview")), scope: read, ...who },
  [`PUT preview/${path}.json`]: { ...writing(putSection(path)), scope: write, ...who },
});

/** The calls to apps' settings, by `METHOD path`. */
export const settingsRoutes: Readonly<Record<string, Route>> = {
  "POST preview/app.json": { handler: postApp, token: false, scope: WRITE },
  "GET app/form/fields.json": reading(getFormFields("live")),
  "GET preview/app/form/fields.json": reading(getFormFields("preview")),
  "POST preview/app/form/fields.json": writing(postFormFields),
  "PUT preview/app/form/fields.json": writing(putFormFields),
  "DELETE preview/app/form/fields.json": writing(deleteFormFields),
  "GET app/form/layout.json": reading(getFormLayout("live")),
  "GET preview/app/form/layout.json": reading(getFormLayout("preview")),
  "PUT preview/app/form/layout.json": writing(putFormLayout),
  "GET app/settings.json": reading(getGeneralSettings("live")),
  "GET preview/app/settings.json": reading(getGeneralSettings("preview")),
  "PUT preview/app/settings.json": writing(putGeneralSettings),
  "GET app/status.json": reading(getProcessManagement("live")),
  "GET preview/app/status.json": reading(getProcessManagement("preview")),
  "PUT preview/app/status.json": writing(putProcessManagement),
  "GET app/plugins.json": { ...reading(getAppPlugins("live")), scope: undefined },
  "GET preview/app/plugins.json": { ...reading(getAppPlugins("preview")), scope: undefined },
  "POST preview/app/plugins.json": { ...writing(postAppPlugins), scope: undefined },
  "GET preview/app/deploy.json": reading(getDeploy),
  "POST preview/app/deploy.json": writing(postDeploy),
  ...section("app/views"),
  ...section("app/reports"),
  ...section("app/actions"),
  ...section("app/customize", { token: false }),
  ...section("app/adminNotes", { scope: undefined }),
  ...section("app/notifications/general"),
  ...section("app/notifications/perRecord"),
  ...section("app/notifications/reminder"),
  ...section("app/acl"),
  ...section("record/acl", {}, "k:app_record:read", "k:app_record:write"),
  ...section("field/acl"),
  "GET records/acl/evaluate.json": { handler: getEvaluatedAcl, token: false, scope: undefined },
};
