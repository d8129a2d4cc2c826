import type { App, Comment } from "../app.ts";
import { type Call, openApp } from "../call.ts";
import { invalidInput, invalidJson, KintoneError } from "../errors.ts";
import { objectAt, optionalInteger, optionalList, optionalText, requiredInteger, requiredText } from "../parameters.ts";
import { readEntity } from "../records/read-value.ts";
import { utcMinute } from "../time.ts";
import { recordOfCall } from "./find-record.ts";

const MAX_TEXT = 65_535;
const MAX_MENTIONS = 10;
const MAX_PAGE = 10;

/** `GET record/comments.json`. */
export const getComments = (call: Call): unknown => {
  const app = openApp(call, "view");
  const record = recordOfCall(app, call, "record");
  const order = optionalText(call.parameters, "order") ?? "desc";
  if (order !== "asc" && order !== "desc") throw invalidInput("order", "The value must be asc or desc.");
  const offset = optionalInteger(call.parameters, "offset") ?? 0;
  const limit = optionalInteger(call.parameters, "limit") ?? MAX_PAGE;
  if (offset < 0) throw invalidInput("offset", "The value must be 0 or more.");
  if (limit < 0 || limit > MAX_PAGE) throw invalidInput("limit", `The value must be from 0 to ${MAX_PAGE}.`);
  const all = app.comments.get(record.id) ?? [];
  const ordered = order === "asc" ? all : all.toReversed();
  const before = Math.min(offset, all.length) > 0;
  const after = offset + limit < all.length;
  return {
    comments: ordered.slice(offset, offset + limit).map(showComment),
    older: order === "asc" ? before : after,
    newer: order === "asc" ? after : before,
  };
};

/** `POST record/comment.json`. */
export const postComment = (call: Call): unknown => {
  const app = openApp(call, "view");
  const record = recordOfCall(app, call, "record");
  const comment = objectAt(call.parameters.comment, "comment");
  const text = requiredText(comment, "text", "comment.text");
  if (text.length > MAX_TEXT) throw invalidInput("comment.text", `At most ${MAX_TEXT} characters are possible.`);
  const comments = app.comments.get(record.id) ?? [];
  const added: Comment = {
    id: (comments.at(-1)?.id ?? 0) + 1,
    text,
    createdAt: call.store.now().getTime(),
    creator: call.principal.user,
    mentions: readMentions(comment, call),
  };
  app.comments.set(record.id, [...comments, added]);
  return { id: String(added.id) };
};

/** `DELETE record/comment.json`: only one's own comment, unless one manages the app. */
export const deleteComment = (call: Call): unknown => {
  const app = openApp(call, "view");
  const record = recordOfCall(app, call, "record");
  const id = requiredInteger(call.parameters, "comment");
  const comment = app.comments.get(record.id)?.find((entry) => entry.id === id);
  if (comment === undefined)
    throw new KintoneError(400, "GAIA_RE02", "The comment does not exist; it may have been deleted.");
  if (comment.creator.code !== call.principal.user.code) openApp(call, "manage");
  app.comments.set(record.id, commentsWithout(app, record.id, id));
  return {};
};

const showComment = (comment: Comment): unknown => ({
  id: String(comment.id),
  text: comment.text,
  createdAt: utcMinute(comment.createdAt),
  creator: comment.creator,
  mentions: comment.mentions,
});

const readMentions = (comment: Readonly<Record<string, unknown>>, call: Call): Comment["mentions"] => {
  const mentions = optionalList(comment, "mentions") ?? [];
  if (mentions.length > MAX_MENTIONS)
    throw invalidInput("comment.mentions", `At most ${MAX_MENTIONS} mentions are possible.`);
  return mentions.map((raw, index) => {
    const path = `comment.mentions[${index}]`;
    const { type } = objectAt(raw, path);
    if (type !== "USER" && type !== "GROUP" && type !== "ORGANIZATION")
      throw invalidJson(`${path}.type must be USER, GROUP or ORGANIZATION.`);
    return { code: readEntity(type, raw, { path }, call).code, type };
  });
};

const commentsWithout = (app: App, recordId: number, id: number): Comment[] =>
  (app.comments.get(recordId) ?? []).filter((comment) => comment.id !== id);
