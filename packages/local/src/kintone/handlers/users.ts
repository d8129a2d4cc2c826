import type { Call } from "../call.ts";
import type { UserDefinition } from "../definitions.ts";
import type { EntityKind } from "../directory.ts";
import { invalidInput, KintoneError } from "../errors.ts";
import { optionalInteger, optionalList, requiredText } from "../parameters.ts";
import type { Entity } from "../records/values.ts";

const MAX_SIZE = 100;

/** `GET /v1/users.json`. */
export const getUsers = (call: Call): unknown => ({
  users: page(
    call,
    call.store.directory.users.map((user, index) => ({ ...showUser(user), id: String(index + 1) })),
  ),
});

/** `GET /v1/groups.json`. */
export const getGroups = (call: Call): unknown => ({ groups: page(call, entities(call, "GROUP")) });

/** `GET /v1/organizations.json`. */
export const getOrganizations = (call: Call): unknown => ({
  organizations: page(call, entities(call, "ORGANIZATION")),
});

/** `GET /v1/group/users.json`. */
export const getGroupUsers = (call: Call): unknown => {
  const { code } = entityOf(call, "GROUP");
  return { users: page(call, call.store.directory.users.filter(({ groups }) => groups?.includes(code)).map(showUser)) };
};

/** `GET /v1/organization/users.json`. */
export const getOrganizationUsers = (call: Call): unknown => {
  const { code } = entityOf(call, "ORGANIZATION");
  const users = call.store.directory.users.filter(({ primaryOrganization }) => primaryOrganization === code);
  return { userTitles: page(call, users.map(showUser)).map((user) => ({ user, title: null })) };
};

/** `GET /v1/user/groups.json`. */
export const getUserGroups = (call: Call): unknown => {
  const { groups = [] } = userOf(call);
  return { groups: entities(call, "GROUP").filter(({ code }) => groups.includes(code)) };
};

/** `GET /v1/user/organizations.json`. */
export const getUserOrganizations = (call: Call): unknown => {
  const { primaryOrganization } = userOf(call);
  const organizations = entities(call, "ORGANIZATION").filter(({ code }) => code === primaryOrganization);
  return { organizationTitles: organizations.map((organization) => ({ organization, title: null })) };
};

/** What `ids` or `codes` name, or all; of it `size` from `offset` on. */
const page = <T extends { readonly id?: string; readonly code: string }>(
  call: Call,
  all: readonly T[],
): readonly T[] => {
  const { parameters } = call;
  const [ids, codes] = [optionalList(parameters, "ids"), optionalList(parameters, "codes")];
  if (ids !== undefined && codes !== undefined) throw invalidInput("ids", "Give either ids or codes.");
  const size = optionalInteger(parameters, "size") ?? MAX_SIZE;
  const offset = optionalInteger(parameters, "offset") ?? 0;
  if (size < 1 || size > MAX_SIZE) throw invalidInput("size", `The value must be from 1 to ${MAX_SIZE}.`);
  if (offset < 0) throw invalidInput("offset", "The value must be 0 or more.");
  const named = all.filter(
    ({ id, code }) => (ids?.map(String).includes(id ?? "") ?? true) && (codes?.includes(code) ?? true),
  );
  return named.slice(offset, offset + size);
};

const entities = ({ store }: Call, kind: EntityKind) =>
  store.directory.all(kind).map(({ code, name }, index) => ({
    id: String(index + 1),
    code,
    name,
    localName: "",
    localNameLocale: "ja",
    description: "",
    ...(kind === "ORGANIZATION" ? { parentCode: null } : { type: "static" }),
  }));

const entityOf = (call: Call, kind: EntityKind): Entity => {
  const code = requiredText(call.parameters, "code");
  const entity = call.store.directory.find(kind, code);
  if (entity === undefined) throw new KintoneError(404, "CB_NF01", `${kind} ${code} does not exist.`);
  return entity;
};

const userOf = (call: Call): UserDefinition => {
  const code = requiredText(call.parameters, "code");
  const user = call.store.directory.user(code);
  if (user === undefined) throw new KintoneError(404, "CB_NF01", `User ${code} does not exist.`);
  return user;
};

const showUser = ({ code, name }: UserDefinition) => ({
  code,
  name: name ?? code,
  valid: true,
  email: `${code}@example.com`,
  timezone: "Asia/Tokyo",
  locale: "ja",
  description: "",
  employeeNumber: "",
  primaryOrganization: null,
});
