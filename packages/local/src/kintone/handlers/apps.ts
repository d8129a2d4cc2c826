import type { App } from "../app.ts";
import { type Call, openAppById } from "../call.ts";
import { ADMINISTRATOR } from "../directory.ts";
import { invalidInput, KintoneError } from "../errors.ts";
import { optionalInteger, optionalList, optionalText, requiredInteger, requiredText } from "../parameters.ts";
import { isPermitted } from "../principal.ts";
import { openSpace } from "../spaces/open-space.ts";

const MAX_APPS = 100;
const MAX_NAME = 64;

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
  const matches = ({ id, definition, settings }: App): boolean =>
    settings.live !== undefined &&
    (name === undefined || settings.live.general.name.toLowerCase().includes(name)) &&
    (ids === undefined || ids.has(String(id))) &&
    (codes === undefined || codes.has(definition.code ?? "")) &&
    (spaceIds === undefined || spaceIds.has(String(definition.guestSpaceId ?? definition.spaceId)));
  const apps = store.apps
    .filter((app) => guestSpaceId === undefined || app.definition.guestSpaceId === guestSpaceId)
    .filter((app) => isPermitted(principal, app, "view") && matches(app))
    .toSorted((left, right) => left.id - right.id);
  return { apps: apps.slice(offset, offset + limit).map(showApp) };
};

/** `POST preview/app.json`: makes an app that has to be deployed before it can be used. */
export const postApp = (call: Call): unknown => {
  const { parameters, principal, store } = call;
  if (principal.permissions !== undefined && !principal.permissions.includes("manage"))
    throw new KintoneError(403, "CB_NO02", "You have no permission for this.");
  const name = requiredText(parameters, "name");
  if (name.length > MAX_NAME) throw invalidInput("name", `At most ${MAX_NAME} characters are possible.`);
  const app = store.addApp({ name, fields: {}, deployed: false, ...placeOf(call) });
  return { app: String(app.id), revision: String(app.settings.preview.revision) };
};

/** A space is named along with one of its threads. */
const placeOf = (call: Call): { readonly spaceId?: number; readonly guestSpaceId?: number } => {
  if (optionalInteger(call.parameters, "space") === undefined) return {};
  const space = openSpace(call, "see", "space");
  const thread = requiredInteger(call.parameters, "thread");
  if (!space.threads.some(({ id }) => id === thread))
    throw invalidInput("thread", `Space ${space.id} has no thread ${thread}.`);
  return space.isGuest ? { guestSpaceId: space.id } : { spaceId: space.id };
};

const textSet = ({ parameters }: Call, name: string): ReadonlySet<string> | undefined => {
  const list = optionalList(parameters, name);
  if (list === undefined || list.length === 0) return undefined;
  if (list.length > MAX_APPS) throw invalidInput(name, `At most ${MAX_APPS} entries are possible.`);
  return new Set(list.map(String));
};

/** An app as the API answers it. */
export const showApp = ({ id, definition, settings, createdAt, modifiedAt }: App): unknown => {
  const { name, description } = (settings.live ?? settings.preview).general;
  const spaceId = definition.guestSpaceId ?? definition.spaceId;
  return {
    appId: String(id),
    code: definition.code ?? "",
    name,
    description,
    spaceId: spaceId === undefined ? null : String(spaceId),
    threadId: spaceId === undefined ? null : String(spaceId),
    createdAt: new Date(createdAt).toISOString(),
    creator: ADMINISTRATOR,
    modifiedAt: new Date(modifiedAt).toISOString(),
    modifier: ADMINISTRATOR,
  };
};
