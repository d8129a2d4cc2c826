import type { Call } from "../call.ts";
import { invalidInput, KintoneError } from "../errors.ts";
import { objectAt, optionalText, requiredInteger, requiredText } from "../parameters.ts";
import { checkPurpose, openSpace } from "../spaces/open-space.ts";
import type { Space, Thread } from "../spaces/space.ts";

const MAX_NAME = 128;
const MAX_TEXT = 65_535;

/** `POST space/thread.json`. */
export const postThread = (call: Call): unknown => {
  const space = openSpace(call, "see", "space");
  if (!space.settings.useMultiThread) throw invalidInput("space", "The space has one thread only.");
  const name = requiredText(call.parameters, "name");
  if (name.length > MAX_NAME) throw invalidInput("name", `At most ${MAX_NAME} characters are possible.`);
  return { id: String(call.store.spaces.addThread(space, name, call.principal.user).id) };
};

/** `PUT space/thread.json`. */
export const putThread = (call: Call): unknown => {
  const id = requiredInteger(call.parameters, "id");
  const space = call.store.spaces.ofThread(id);
  if (space === undefined) throw threadNotFound(id);
  checkPurpose(space, "see", call);
  const thread = threadOf(space, id);
  const name = optionalText(call.parameters, "name");
  if (name !== undefined && (name === "" || name.length > MAX_NAME))
    throw invalidInput("name", `1 to ${MAX_NAME} characters are possible.`);
  thread.name = name ?? thread.name;
  thread.body = optionalText(call.parameters, "body") ?? thread.body;
  return {};
};

/** `POST space/thread/comment.json`. */
export const postThreadComment = (call: Call): unknown => {
  const space = openSpace(call, "see", "space");
  const thread = threadOf(space, requiredInteger(call.parameters, "thread"));
  const text = requiredText(objectAt(call.parameters.comment, "comment"), "text", "comment.text");
  if (text.length > MAX_TEXT) throw invalidInput("comment.text", `At most ${MAX_TEXT} characters are possible.`);
  const id = (thread.comments.at(-1)?.id ?? 0) + 1;
  thread.comments.push({ id, text, creator: call.principal.user, createdAt: call.store.now().getTime() });
  return { id: String(id) };
};

const threadOf = (space: Space, id: number): Thread => {
  const thread = space.threads.find((entry) => entry.id === id);
  if (thread === undefined) throw threadNotFound(id);
  return thread;
};

/** 404. kintone's own code for it is not documented. */
const threadNotFound = (id: number): KintoneError =>
  new KintoneError(404, "GAIA_TH01", `Thread ${id} does not exist; it may have been deleted.`);
