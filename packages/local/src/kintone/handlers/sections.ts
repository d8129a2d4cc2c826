import type { Handler } from "../call.ts";
import { idsOf, type NamedItem } from "../settings/named-items.ts";
import { changeSettings, readSettings, type Stage } from "../settings/open-settings.ts";
import { sectionReaders } from "../settings/section-rules.ts";
import type { SectionPath } from "../settings/sections.ts";

/** `GET <path>.json`: a section of an app's settings, as it was set. Rights and notes are for those who manage the app. */
export const getSection =
  (path: SectionPath, stage: Stage): Handler =>
  (call) => {
    const { sections, revision } = readSettings(
      call,
      stage,
      path.endsWith("acl") || path === "app/adminNotes" ? ["manage"] : undefined,
    );
    return { ...sections[path], revision: String(revision) };
  };

/** `PUT preview/<path>.json`. Views, reports and actions are answered with their ids. */
export const putSection =
  (path: SectionPath): Handler =>
  (call) => {
    const { sections, revision } = changeSettings(call, (before, app) => {
      const attach = (fileKey: string) => call.store.files.attach(fileKey, app.id, call.journal);
      const changed = sectionReaders[path](call.parameters, before.sections[path], { attach });
      return { sections: { ...before.sections, [path]: changed } };
    });
    const name = NAMED[path];
    const items = name === undefined ? undefined : sections[path][name];
    return {
      revision: String(revision),
      ...(name !== undefined && { [name]: idsOf(items as Record<string, NamedItem>) }),
    };
  };

const NAMED: Readonly<Partial<Record<SectionPath, string>>> = {
  "app/views": "views",
  "app/reports": "reports",
  "app/actions": "actions",
};
