import type { Call } from "../call.ts";
import { invalidInput } from "../errors.ts";
import { requiredList } from "../parameters.ts";
import { readMembers } from "../spaces/members.ts";
import { openSpace } from "../spaces/open-space.ts";

/** `GET space/members.json`. */
export const getSpaceMembers = (call: Call): unknown => ({
  members: openSpace(call, "see").members.map(({ type, code, isAdmin, includeSubs }) => ({
    entity: { type, code },
    isAdmin,
    isImplicit: false,
    ...(type === "ORGANIZATION" ? { includeSubs } : {}),
  })),
});

/** `PUT space/members.json`: the members as a whole. */
export const putSpaceMembers = (call: Call): unknown => {
  const space = openSpace(call, "administer");
  space.members = readMembers(call);
  return {};
};

/** `PUT space/guests.json`: the guests of a guest space as a whole. */
export const putSpaceGuests = (call: Call): unknown => {
  const space = openSpace(call, "administer");
  if (!space.isGuest) throw invalidInput("id", "Only a guest space has guests.");
  space.guests = requiredList(call.parameters, "guests").map(String);
  return {};
};
