import { invalidInput } from "../errors.ts";
import {
  objectAt,
  optionalBoolean,
  optionalList,
  optionalText,
  type Parameters,
  requiredList,
  requiredText,
} from "../parameters.ts";
import type { Attachment } from "../records/values.ts";
import { type NamedItem, readNamedItems } from "./named-items.ts";
import type { Section, SectionPath } from "./sections.ts";

/** What reading a section needs beside its parameters. */
export interface SectionContext {
  /** Spends an upload key; undefined when it is unknown. */
  readonly attach: (fileKey: string) => Attachment | undefined;
}

type ReadSection = (parameters: Parameters, before: Section, context: SectionContext) => Section;

/** How the parameters of a change become a section, by API path. */
export const sectionReaders: Readonly<Record<SectionPath, ReadSection>> = {
  "app/views": ({ views }, before) => ({ views: named(views, "views", before, readView) }),
  "app/reports": ({ reports }, before) => ({ reports: named(reports, "reports", before, readReport) }),
  "app/actions": ({ actions }, before) => ({ actions: named(actions, "actions", before, readAction) }),
  "app/customize": (parameters, before, context) => ({
    scope: choice(parameters, "scope", ["ALL", "ADMIN", "NONE"]) ?? before.scope,
    desktop: readDevice(parameters, "desktop", before, context),
    mobile: readDevice(parameters, "mobile", before, context),
  }),
  "app/adminNotes": (parameters, before) => ({
    content: optionalText(parameters, "content") ?? before.content,
    includeInTemplateAndDuplicates:
      parameters.includeInTemplateAndDuplicates === undefined
        ? before.includeInTemplateAndDuplicates
        : optionalBoolean(parameters, "includeInTemplateAndDuplicates"),
  }),
  "app/notifications/general": (parameters, before) => ({
    notifications: listOf(parameters, "notifications", readRule) ?? before.notifications,
    notifyToCommenter:
      parameters.notifyToCommenter === undefined
        ? before.notifyToCommenter
        : optionalBoolean(parameters, "notifyToCommenter"),
  }),
  "app/notifications/perRecord": (parameters) => ({
    notifications: requiredList(parameters, "notifications").map((raw, index) =>
      readTargets(objectAt(raw, `notifications[${index}]`), `notifications[${index}]`),
    ),
  }),
  "app/notifications/reminder": (parameters, before) => ({
    notifications: listOf(parameters, "notifications", readTargets) ?? before.notifications,
    timezone: optionalText(parameters, "timezone") ?? before.timezone,
  }),
  "app/acl": (parameters) => ({ rights: requiredRights(parameters, readRule) }),
  "record/acl": (parameters) => ({
    rights: requiredRights(parameters, (right, path) => ({ filterCond: "", ...readEntities(right, path) })),
  }),
  "field/acl": (parameters) => ({
    rights: requiredRights(parameters, (right, path) => ({
      ...readEntities(right, path),
      code: requiredText(right, "code", `${path}.code`),
    })),
  }),
};

const named = (
  raw: unknown,
  name: string,
  before: Section,
  read: (item: Parameters, path: string) => Parameters,
): Record<string, NamedItem> => readNamedItems(raw, name, objectAt(before[name], name), read);

const readView = (view: Parameters, path: string): Parameters => {
  const type = requiredText(view, "type", `${path}.type`);
  if (!["LIST", "CALENDAR", "CUSTOM"].includes(type))
    throw invalidInput(`${path}.type`, "The value must be LIST, CALENDAR or CUSTOM.");
  return { filterCond: "", sort: "", ...(type === "LIST" && { fields: [] }), ...view };
};

const readReport = (report: Parameters, path: string): Parameters => {
  requiredText(report, "chartType", `${path}.chartType`);
  return { groups: [], aggregations: [], filterCond: "", sorts: [], periodicReport: null, ...report };
};

const readAction = (action: Parameters): Parameters => ({ mappings: [], entities: [], filterCond: "", ...action });

const choice = (parameters: Parameters, name: string, choices: readonly string[]): string | undefined => {
  const value = optionalText(parameters, name);
  if (value !== undefined && !choices.includes(value))
    throw invalidInput(name, `The value must be one of ${choices.join(", ")}.`);
  return value;
};

const listOf = (
  parameters: Parameters,
  name: string,
  read: (item: Parameters, path: string) => Parameters,
): readonly Parameters[] | undefined =>
  optionalList(parameters, name)?.map((raw, index) => read(objectAt(raw, `${name}[${index}]`), `${name}[${index}]`));

const requiredRights = (
  parameters: Parameters,
  read: (right: Parameters, path: string) => Parameters,
): readonly Parameters[] => {
  requiredList(parameters, "rights");
  return listOf(parameters, "rights", read) ?? [];
};

const readRule = (rule: Parameters, path: string): Parameters => ({
  includeSubs: false,
  ...rule,
  entity: readEntity(rule.entity, `${path}.entity`),
});

const readEntities = (right: Parameters, path: string): Parameters => ({
  ...right,
  entities: requiredAt(right, "entities", path).map((raw, index) =>
    readRule(objectAt(raw, `${path}.entities[${index}]`), `${path}.entities[${index}]`),
  ),
});

const readTargets = (notification: Parameters, path: string): Parameters => ({
  filterCond: "",
  title: "",
  ...notification,
  targets: requiredAt(notification, "targets", path).map((raw, index) =>
    readRule(objectAt(raw, `${path}.targets[${index}]`), `${path}.targets[${index}]`),
  ),
});

const requiredAt = (parameters: Parameters, name: string, path: string): readonly unknown[] => {
  const list = optionalList(parameters, name);
  if (list === undefined) throw invalidInput(`${path}.${name}`, "This parameter is required.");
  return list;
};

const ENTITY_TYPES = ["USER", "GROUP", "ORGANIZATION", "CREATOR", "FIELD_ENTITY"];

const readEntity = (raw: unknown, path: string): Parameters => {
  const entity = objectAt(raw, path);
  const type = requiredText(entity, "type", `${path}.type`);
  if (!ENTITY_TYPES.includes(type))
    throw invalidInput(`${path}.type`, `The value must be one of ${ENTITY_TYPES.join(", ")}.`);
  return { type, code: type === "CREATOR" ? null : requiredText(entity, "code", `${path}.code`) };
};

const MAX_RESOURCES = 30;

const readDevice = (parameters: Parameters, device: string, before: Section, context: SectionContext): unknown => {
  const present = objectAt(before[device], device);
  if (parameters[device] === undefined) return present;
  const given = objectAt(parameters[device], device);
  const kept = [present.js, present.css].flat().map((resource) => objectAt(resource, device));
  const files = (kind: "js" | "css") => {
    const list = optionalList(given, kind);
    if (list === undefined) return present[kind];
    if (list.length > MAX_RESOURCES) throw invalidInput(`${device}.${kind}`, `At most ${MAX_RESOURCES} are possible.`);
    return list.map((raw, index) => readResource(raw, `${device}.${kind}[${index}]`, kept, context));
  };
  return { js: files("js"), css: files("css") };
};

/** A link, or a file: by the key of an upload, or of a file that is there already. */
const readResource = (
  raw: unknown,
  path: string,
  kept: readonly Parameters[],
  { attach }: SectionContext,
): Parameters => {
  const resource = objectAt(raw, path);
  const type = requiredText(resource, "type", `${path}.type`);
  if (type === "URL") return { type, url: requiredText(resource, "url", `${path}.url`) };
  if (type !== "FILE") throw invalidInput(`${path}.type`, "The value must be URL or FILE.");
  const fileKey = requiredText(objectAt(resource.file, `${path}.file`), "fileKey", `${path}.file.fileKey`);
  const there = kept.find(({ file }) => file !== undefined && objectAt(file, path).fileKey === fileKey);
  if (there !== undefined) return there;
  const file = attach(fileKey);
  if (file === undefined) throw invalidInput(`${path}.file.fileKey`, "There is no uploaded file with this key.");
  return { type, file };
};
