import type { App } from "../app.ts";
import { type Call, openApp, openPreview } from "../call.ts";
import type { Permission } from "../definitions.ts";
import { appNotFound, invalidInput } from "../errors.ts";
import { optionalInteger, optionalText, requiredInteger } from "../parameters.ts";
import type { AppSettings } from "./app-settings.ts";

/** Which of an app's settings a call reads: those in use, or those being prepared. */
export type Stage = "live" | "preview";

/** The settings that a call reads. Live ones take one of `permissions`, prepared ones that to manage the app. */
export const readSettings = (
  call: Call,
  stage: Stage,
  permissions: readonly Permission[] = ["view", "add"],
): AppSettings => {
  const language = optionalText(call.parameters, "lang");
  if (language !== undefined && !LANGUAGES.includes(language))
    throw invalidInput("lang", `The value must be one of ${LANGUAGES.join(", ")}.`);
  if (stage === "preview") return openPrepared(call).settings.preview;
  const app = openApp(call, ...permissions);
  const { live } = app.settings;
  if (live === undefined) throw appNotFound(app.id);
  return live;
};

/** Changes the settings that a call names, at the revision that it expects; gives the new settings. */
export const changeSettings = (
  call: Call,
  change: (before: AppSettings, app: App) => Partial<AppSettings>,
): AppSettings => {
  const app = openPrepared(call);
  const revision = optionalInteger(call.parameters, "revision");
  app.settings.check(revision);
  return app.settings.change(change(app.settings.preview, app), revision, call.journal);
};

const LANGUAGES: readonly string[] = ["ja", "en", "zh", "user", "default", "es", "pt-BR", "th", "zh-TW"];

const openPrepared = (call: Call): App => openPreview(call, requiredInteger(call.parameters, "app"));
