import type { Call } from "../call.ts";
import { invalidInput, KintoneError } from "../errors.ts";
import {
  objectAt,
  optionalBoolean,
  optionalText,
  type Parameters,
  requiredInteger,
  requiredText,
} from "../parameters.ts";
import { readMembers } from "../spaces/members.ts";
import { openSpace } from "../spaces/open-space.ts";
import type { Space, SpaceSettings } from "../spaces/space.ts";
import { showApp } from "./apps.ts";

const MAX_NAME = 128;

/** `GET space.json`. */
export const getSpace = (call: Call): unknown => {
  const space = openSpace(call, "see");
  const { id, settings, threads, creator, modifier, members, guests, body, isGuest } = space;
  return {
    id: String(id),
    ...settings,
    defaultThread: String(threads[0]?.id ?? ""),
    creator,
    modifier,
    memberCount: String(members.length + guests.length),
    coverType: "PRESET",
    coverKey: "GREEN",
    coverUrl: "https://static.local/cover/green.png",
    body: settings.useMultiThread ? body : "",
    isGuest,
    attachedApps: attachedApps(space, call).map(showApp),
  };
};

/** `PUT space.json`. */
export const putSpace = (call: Call): unknown => {
  const space = openSpace(call, "administer");
  const settings = readSettings(call.parameters, space);
  space.settings = settings;
  space.modifier = call.principal.user;
  return {};
};

/** `DELETE space.json`: the space, its threads and its apps. */
export const deleteSpace = (call: Call): unknown => {
  const space = openSpace(call, "administer");
  for (const app of attachedApps(space, call)) call.store.removeApp(app.id);
  call.store.spaces.delete(space);
  return {};
};

/** `POST template/space.json`. */
export const postSpaceFromTemplate = (call: Call): unknown => {
  const { parameters, store, principal } = call;
  const template = store.spaces.template(requiredInteger(parameters, "id"));
  if (template === undefined) throw new KintoneError(404, "GAIA_SP02", "The space template does not exist.");
  const name = readName(requiredText(parameters, "name"));
  const isPrivate = optionalBoolean(parameters, "isPrivate");
  const isGuest = optionalBoolean(parameters, "isGuest");
  const fixedMember = optionalBoolean(parameters, "fixedMember");
  const space = store.spaces.add({ name, isPrivate, isGuest, fixedMember, members: readMembers(call) }, principal.user);
  return { id: String(space.id) };
};

const attachedApps = ({ id }: Space, { store }: Call) =>
  store.apps.filter(({ definition }) => (definition.guestSpaceId ?? definition.spaceId) === id);

const readSettings = (parameters: Parameters, { settings, isGuest }: Space): SpaceSettings => {
  const name = optionalText(parameters, "name");
  const changed = (key: string): boolean => parameters[key] !== undefined;
  const flag = <T extends boolean | null>(key: string, present: T): T | boolean =>
    changed(key) ? optionalBoolean(parameters, key) : present;
  if (isGuest && changed("isPrivate")) throw invalidInput("isPrivate", "A guest space is always private.");
  if (settings.useMultiThread && changed("useMultiThread") && !optionalBoolean(parameters, "useMultiThread"))
    throw invalidInput("useMultiThread", "Several threads cannot be switched off again.");
  const useMultiThread = flag("useMultiThread", settings.useMultiThread);
  const widget = (key: string, present: boolean | null): boolean | null => {
    if (changed(key) && !useMultiThread) throw invalidInput(key, "Only a space with several threads has this.");
    return flag(key, useMultiThread ? (present ?? true) : present);
  };
  return {
    name: name === undefined ? settings.name : readName(name),
    isPrivate: flag("isPrivate", settings.isPrivate),
    fixedMember: flag("fixedMember", settings.fixedMember),
    useMultiThread,
    showAnnouncement: widget("showAnnouncement", settings.showAnnouncement),
    showThreadList: widget("showThreadList", settings.showThreadList),
    showAppList: widget("showAppList", settings.showAppList),
    showMemberList: widget("showMemberList", settings.showMemberList),
    showRelatedLinkList: widget("showRelatedLinkList", settings.showRelatedLinkList),
    permissions: changed("permissions") ? readPermissions(parameters) : settings.permissions,
  };
};

const readPermissions = (parameters: Parameters): SpaceSettings["permissions"] => {
  const { createApp } = objectAt(parameters.permissions, "permissions");
  if (createApp !== "EVERYONE" && createApp !== "ADMIN")
    throw invalidInput("permissions.createApp", "The value must be EVERYONE or ADMIN.");
  return { createApp };
};

const readName = (name: string): string => {
  if (name === "" || name.length > MAX_NAME) throw invalidInput("name", `1 to ${MAX_NAME} characters are possible.`);
  return name;
};
