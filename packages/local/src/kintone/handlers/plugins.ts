import { type Call, checkAdministrator, type Handler } from "../call.ts";
import { invalidInput } from "../errors.ts";
import { optionalInteger, optionalList, requiredList, requiredText } from "../parameters.ts";
import { changeSettings, readSettings, type Stage } from "../settings/open-settings.ts";

const MAX_LIMIT = 100;

/** `GET plugins.json`: those that are installed. */
export const getPlugins: Handler = (call) => {
  checkAdministrator(call);
  const ids = optionalList(call.parameters, "ids");
  return {
    plugins: page(
      call,
      call.store.plugins.all.filter(({ id }) => !ids?.length || ids.includes(id)),
    ),
  };
};

/** `GET plugins/required.json`: those that apps have and that are not installed. */
export const getRequiredPlugins: Handler = (call) => {
  checkAdministrator(call);
  return {
    plugins: page(
      call,
      call.store.plugins.removed.filter(({ id }) => appsWith(call, id).length > 0),
    ),
  };
};

/** `GET plugin/apps.json`. */
export const getPluginApps: Handler = (call) => {
  checkAdministrator(call);
  const apps = appsWith(call, requiredText(call.parameters, "id"));
  return {
    apps: page(
      call,
      apps.map((app) => ({ id: String(app.id), name: app.definition.name })),
    ),
  };
};

/** `POST plugin.json`. */
export const postPlugin: Handler = (call) => {
  checkAdministrator(call);
  const plugin = call.store.plugins.install(uploadedFile(call), undefined);
  return { id: plugin.id, version: plugin.version };
};

/** `PUT plugin.json`: another version of one that is installed. */
export const putPlugin: Handler = (call) => {
  checkAdministrator(call);
  const { id, version } = call.store.plugins.install(uploadedFile(call), requiredText(call.parameters, "id"));
  return { id, version };
};

/** `DELETE plugin.json`. */
export const deletePlugin: Handler = (call) => {
  checkAdministrator(call);
  call.store.plugins.uninstall(requiredText(call.parameters, "id"));
  return {};
};

/** `GET app/plugins.json`, for those who manage the app. */
export const getAppPlugins =
  (stage: Stage): Handler =>
  (call) => {
    const { plugins, revision } = readSettings(call, stage, ["manage"]);
    const shown = plugins.map((id) => ({
      id,
      name: call.store.plugins.named(id)?.name ?? "",
      enabled: isInstalled(call, id),
    }));
    return { plugins: shown, revision: String(revision) };
  };

/** `POST preview/app/plugins.json`. */
export const postAppPlugins: Handler = (call) => {
  const ids = requiredList(call.parameters, "ids").map(String);
  const unknown = ids.findIndex((id) => !isInstalled(call, id));
  if (unknown >= 0) throw invalidInput(`ids[${unknown}]`, "No plug-in with this id is installed.");
  const { revision } = changeSettings(call, ({ plugins }) => {
    const again = ids.findIndex((id) => plugins.includes(id));
    if (again >= 0) throw invalidInput(`ids[${again}]`, "The app has this plug-in already.");
    return { plugins: [...plugins, ...ids] };
  });
  return { revision: String(revision) };
};

const isInstalled = ({ store }: Call, id: string): boolean => store.plugins.all.some((plugin) => plugin.id === id);

const appsWith = ({ store }: Call, id: string) => store.apps.filter((app) => app.settings.preview.plugins.includes(id));

const page = <T>({ parameters }: Call, items: readonly T[]): readonly T[] => {
  const offset = optionalInteger(parameters, "offset") ?? 0;
  const limit = optionalInteger(parameters, "limit") ?? MAX_LIMIT;
  if (limit < 1 || limit > MAX_LIMIT) throw invalidInput("limit", `The value must be from 1 to ${MAX_LIMIT}.`);
  return items.slice(offset, offset + limit);
};

const uploadedFile = ({ store, parameters }: Call) => {
  const file = store.files.take(requiredText(parameters, "fileKey"));
  if (file === undefined) throw invalidInput("fileKey", "There is no uploaded file with this key.");
  return file;
};
