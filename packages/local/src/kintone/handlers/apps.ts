import type { App } from "../app.ts";
import { type Call, openApp, openAppById } from "../call.ts";
import { ADMINISTRATOR } from "../directory.ts";
import { invalidInput } from "../errors.ts";
import { optionalInteger, optionalList, optionalText, requiredInteger } from "../parameters.ts";
import { isPermitted } from "../principal.ts";

const MAX_APPS = 100;
const LANGUAGES: readonly string[] = ["ja", "en", "zh", "user", "default", "es", "pt-BR", "th", "zh-TW"];

/** `GET app.json`. */
export const getApp = (call: Call): unknown => {
  const id = requiredInteger(call.parameters, "id");
  return showApp(openAppById(call, id, "view", "add"));
};

/** `GET apps.json`: the apps the caller may see, by id. */
export const getApps = (call: Call): unknown => {
  const { parameters, principal, store, guestSpaceId } = call;
  const limit = optionalInteger(parameters, "limit") ?? MAX_APPS;
  const offset = optionalInteger(parameters, "offset") ?? 0;
  if (limit < 1 || limit > MAX_APPS) throw invalidInput("limit", `The value must be from 1 to ${MAX_APPS}.`);
  if (offset < 0) throw invalidInput("offset", "The value must be 0 or more.");
  const name = optionalText(parameters, "name")?.toLowerCase();
  const ids = textSet(call, "ids");
  const codes = textSet(call, "codes");
  const spaceIds = textSet(call, "spaceIds");
  const matches = ({ id, definition }: App): boolean =>
    (name === undefined || definition.name.toLowerCase().includes(name)) &&
    (ids === undefined || ids.has(String(id))) &&
    (codes === undefined || codes.has(definition.code ?? "")) &&
    (spaceIds === undefined || spaceIds.has(String(definition.guestSpaceId ?? definition.spaceId)));
  const apps = store.apps
    .filter((app) => guestSpaceId === undefined || app.definition.guestSpaceId === guestSpaceId)
    .filter((app) => isPermitted(principal, app, "view") && matches(app))
    .toSorted((left, right) => left.id - right.id);
  return { apps: apps.slice(offset, offset + limit).map(showApp) };
};

/** `GET app/form/fields.json`. */
export const getFormFields = (call: Call): unknown => {
  const app = openApp(call, "view", "add");
  const language = optionalText(call.parameters, "lang");
  if (language !== undefined && !LANGUAGES.includes(language))
    throw invalidInput("lang", `The value must be one of ${LANGUAGES.join(", ")}.`);
  const properties = Object.fromEntries(app.fields.all.map((field) => [field.code, field.definition]));
  return { properties, revision: "1" };
};

const textSet = ({ parameters }: Call, name: string): ReadonlySet<string> | undefined => {
  const list = optionalList(parameters, name);
  if (list === undefined || list.length === 0) return undefined;
  if (list.length > MAX_APPS) throw invalidInput(name, `At most ${MAX_APPS} entries are possible.`);
  return new Set(list.map(String));
};

const showApp = ({ id, definition, createdAt }: App): unknown => {
  const spaceId = definition.guestSpaceId ?? definition.spaceId;
  return {
    appId: String(id),
    code: definition.code ?? "",
    name: definition.name,
    description: definition.description ?? "",
    spaceId: spaceId === undefined ? null : String(spaceId),
    threadId: spaceId === undefined ? null : String(spaceId),
    createdAt: new Date(createdAt).toISOString(),
    creator: ADMINISTRATOR,
    modifiedAt: new Date(createdAt).toISOString(),
    modifier: ADMINISTRATOR,
  };
};
