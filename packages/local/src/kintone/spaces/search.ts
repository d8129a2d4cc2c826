import type { App } from "../app.ts";
import { isPermitted, type Principal } from "../principal.ts";
import type { Entity, StoredRecord } from "../records/values.ts";
import { showRecord } from "../records/view.ts";
import type { Store } from "../store.ts";
import { isMember } from "./members.ts";
import type { Space } from "./space.ts";

/** Whether a text has one of the keywords that are looked for. */
export type Found = (text: string) => boolean;

/** Something that the search looks through: the text it has, and the hit it makes. */
export interface SearchEntry {
  readonly type: "RECORD" | "RECORD_COMMENT" | "SPACE" | "THREAD" | "THREAD_COMMENT";
  readonly text: string;
  readonly createdAt: number;
  readonly creator: Entity;
  readonly appId: number | undefined;
  readonly spaceId: number | undefined;
  readonly hit: (found: Found) => object;
}

/** Everything that the caller may see, newest first within its kind. */
export function* searchEntries(store: Store, principal: Principal): Generator<SearchEntry> {
  for (const app of store.apps) if (isPermitted(principal, app, "view")) yield* appEntries(app);
  const user = store.directory.user(principal.user.code);
  for (const space of store.spaces.all) {
    const open = principal.permissions === undefined || !space.settings.isPrivate;
    if (open || isMember(space, user, false)) yield* spaceEntries(space);
  }
}

function* appEntries(app: App): Generator<SearchEntry> {
  const spaceId = app.definition.guestSpaceId ?? app.definition.spaceId;
  const place = { appId: app.id, spaceId };
  for (const record of app.table.all) {
    const made = { createdAt: record.createdAt, creator: record.creator };
    const about = { ...titleOf(app, record), createdAt: iso(record.createdAt), creator: record.creator };
    const fields = fieldTexts(app, record);
    const hit = (found: Found) => ({
      record: { ...about, matchedFields: fields.filter(({ text }) => found(text)).map(named) },
    });
    yield { type: "RECORD", text: fields.map(({ text }) => text).join("\n"), ...made, ...place, hit };
    for (const comment of app.comments.get(record.id) ?? []) {
      const recordComment = {
        ...titleOf(app, record),
        commentId: String(comment.id),
        createdAt: iso(comment.createdAt),
        creator: comment.creator,
      };
      const { text, createdAt, creator } = comment;
      yield { type: "RECORD_COMMENT", text, createdAt, creator, ...place, hit: () => ({ recordComment }) };
    }
  }
}

function* spaceEntries(space: Space): Generator<SearchEntry> {
  const place = { appId: undefined, spaceId: space.id };
  const own = { spaceId: String(space.id), spaceName: space.settings.name };
  const { createdAt, creator } = space;
  const hit = () => ({ space: { ...own, createdAt: iso(createdAt), creator } });
  yield { type: "SPACE", text: `${space.settings.name} ${space.body}`, createdAt, creator, ...place, hit };
  for (const thread of space.threads) {
    const inThread = { ...own, threadId: String(thread.id), threadName: thread.name };
    const made = { createdAt: thread.createdAt, creator: thread.creator };
    const about = { ...inThread, createdAt: iso(thread.createdAt), creator: thread.creator };
    yield { type: "THREAD", text: `${thread.name} ${thread.body}`, ...made, ...place, hit: () => ({ thread: about }) };
    for (const { id, text, ...comment } of thread.comments) {
      const threadComment = {
        ...inThread,
        commentId: String(id),
        creator: comment.creator,
        createdAt: iso(comment.createdAt),
      };
      yield { type: "THREAD_COMMENT", text, ...comment, ...place, hit: () => ({ threadComment }) };
    }
  }
}

const titleOf = (app: App, record: StoredRecord) => ({
  appId: String(app.id),
  appName: app.definition.name,
  recordId: String(record.id),
  recordTitle: app.recordNumber(record.id),
});

interface FieldText {
  readonly code: string;
  readonly label: string;
  readonly text: string;
}

const fieldTexts = (app: App, record: StoredRecord): readonly FieldText[] => {
  const shown = showRecord(app, record);
  return app.fields.slots.map(({ code, definition }) => {
    const value = shown[code]?.value ?? "";
    return { code, label: definition.label ?? code, text: typeof value === "string" ? value : JSON.stringify(value) };
  });
};

const named = ({ code, label }: FieldText) => ({ code, label });

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
