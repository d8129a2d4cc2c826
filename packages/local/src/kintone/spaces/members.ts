import type { Call } from "../call.ts";
import type { UserDefinition } from "../definitions.ts";
import { invalidInput } from "../errors.ts";
import { objectAt, optionalBoolean, requiredList, requiredText } from "../parameters.ts";
import { readEntity } from "../records/read-value.ts";
import type { SpaceMemberDefinition } from "./definitions.ts";
import type { Space } from "./space.ts";

/** Whether a user is in a space: by name, by a group, or by the primary organization. */
export const isMember = (space: Space, user: UserDefinition | undefined, asAdministrator: boolean): boolean =>
  space.members.some(({ type, code, isAdmin }) => {
    if (user === undefined || (asAdministrator && !isAdmin)) return false;
    if (type === "USER") return code === user.code;
    return type === "ORGANIZATION" ? code === user.primaryOrganization : (user.groups ?? []).includes(code);
  });

/** The members that a call sends; at least one of them has to be an administrator. */
export const readMembers = (call: Call): readonly Required<SpaceMemberDefinition>[] => {
  const members = requiredList(call.parameters, "members").map((raw, index): Required<SpaceMemberDefinition> => {
    const path = `members[${index}]`;
    const member = objectAt(raw, path);
    const entity = objectAt(member.entity, `${path}.entity`);
    const type = requiredText(entity, "type", `${path}.entity.type`);
    if (type !== "USER" && type !== "GROUP" && type !== "ORGANIZATION")
      throw invalidInput(`${path}.entity.type`, "The value must be USER, GROUP or ORGANIZATION.");
    const { code } = readEntity(type, entity, { path: `${path}.entity` }, call);
    return {
      type,
      code,
      isAdmin: optionalBoolean(member, "isAdmin"),
      includeSubs: optionalBoolean(member, "includeSubs"),
    };
  });
  if (!members.some(({ isAdmin }) => isAdmin))
    throw invalidInput("members", "At least one member must be an administrator of the space.");
  return members;
};
