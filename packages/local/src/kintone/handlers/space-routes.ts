import type { Route } from "../routes.ts";
import { postSearch } from "./search.ts";
import { getSpaceMembers, putSpaceGuests, putSpaceMembers } from "./space-members.ts";
import { deleteSpace, getSpace, postSpaceFromTemplate, putSpace } from "./spaces.ts";
import { postThread, postThreadComment, putThread } from "./threads.ts";

const byPassword = (handler: Route["handler"]): Route => ({ handler, token: false, scope: undefined });

/** The calls about spaces, threads and the search over all: with a password only. */
export const spaceRoutes: Readonly<Record<string, Route>> = {
  "GET space.json": byPassword(getSpace),
  "PUT space.json": byPassword(putSpace),
  "DELETE space.json": byPassword(deleteSpace),
  "POST template/space.json": byPassword(postSpaceFromTemplate),
  "GET space/members.json": byPassword(getSpaceMembers),
  "PUT space/members.json": byPassword(putSpaceMembers),
  "PUT space/guests.json": byPassword(putSpaceGuests),
  "POST space/thread.json": byPassword(postThread),
  "PUT space/thread.json": byPassword(putThread),
  "POST space/thread/comment.json": byPassword(postThreadComment),
  "POST search.json": byPassword(postSearch),
};
