/** API paths of settings that are kept as they were given. */
export type SectionPath =
  | "app/views"
  | "app/reports"
  | "app/actions"
  | "app/customize"
  | "app/adminNotes"
  | "app/notifications/general"
  | "app/notifications/perRecord"
  | "app/notifications/reminder"
  | "app/acl"
  | "record/acl"
  | "field/acl";

/** Settings as their API answers them. */
export type Section = Readonly<Record<string, unknown>>;

export type Sections = Readonly<Record<SectionPath, Section>>;

/** What an app has before anybody sets it. */
export const initialSections = (): Sections => ({
  "app/views": { views: {} },
  "app/reports": { reports: {} },
  "app/actions": { actions: {} },
  "app/customize": { scope: "ALL", desktop: { js: [], css: [] }, mobile: { js: [], css: [] } },
  "app/adminNotes": { content: "", includeInTemplateAndDuplicates: false },
  "app/notifications/general": { notifications: [], notifyToCommenter: true },
  "app/notifications/perRecord": { notifications: [] },
  "app/notifications/reminder": { notifications: [], timezone: "UTC" },
  "app/acl": {
    rights: [
      { entity: { type: "CREATOR", code: null }, includeSubs: false, ...allRights(true) },
      { entity: { type: "GROUP", code: "everyone" }, includeSubs: false, ...allRights(false), recordViewable: true },
    ],
  },
  "record/acl": { rights: [] },
  "field/acl": { rights: [] },
});

const allRights = (granted: boolean) => ({
  appEditable: granted,
  recordViewable: granted,
  recordAddable: granted,
  recordEditable: granted,
  recordDeletable: granted,
  recordImportable: granted,
  recordExportable: granted,
});
