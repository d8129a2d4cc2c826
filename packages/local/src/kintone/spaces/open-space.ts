import type { Call } from "../call.ts";
import { KintoneError } from "../errors.ts";
import { requiredInteger } from "../parameters.ts";
import { isMember } from "./members.ts";
import type { Space } from "./space.ts";

/**
 * The space that a call names, once the caller is known to be permitted: to see it (everybody, but of a private space its
 * members only), or to run it (its administrators). A user without listed permissions administers everything.
 */
export const openSpace = (call: Call, purpose: "see" | "administer", name = "id"): Space => {
  const id = requiredInteger(call.parameters, name);
  const space = call.store.spaces.get(id);
  if (space === undefined) throw spaceNotFound(id);
  if (space.isGuest && call.guestSpaceId !== id)
    throw new KintoneError(400, "GAIA_IL23", `Space ${id} is a guest space; call it under /k/guest/${id}/v1/.`);
  checkPurpose(space, purpose, call);
  return space;
};

/** 403 unless the caller may do this in the space. */
export const checkPurpose = (space: Space, purpose: "see" | "administer", { principal, store }: Call): void => {
  if (principal.permissions === undefined) return;
  const user = store.directory.user(principal.user.code);
  const open = purpose === "see" && !space.settings.isPrivate;
  if (!open && !isMember(space, user, purpose === "administer"))
    throw new KintoneError(403, "CB_NO02", "You have no permission for this space.");
};

/** 404. kintone's own code for it is not documented. */
export const spaceNotFound = (id: number): KintoneError =>
  new KintoneError(404, "GAIA_SP01", `Space ${id} does not exist; it may have been deleted.`);
