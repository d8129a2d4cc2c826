import { type AppDefinition, type FieldDefinition, startLocalKintone } from "@tsunagu/local";
import type { EvaluatedField, Evaluation } from "./filter-evaluator.ts";
import { everything, testUser } from "./local-kintone.ts";

/** A record to make: field code to value. */
export type QueryRecord = Readonly<Record<string, { readonly value?: unknown }>>;

const options = (...labels: readonly string[]) =>
  Object.fromEntries(labels.map((label, index) => [label, { label, index }]));

export const choices = ["未処理", "済", 'a "b"', "or", "limit 1", "a\\b"] as const;
export const userCodes = ["sato", "mori", 'o"r'] as const;
export const groupCodes = ["sales", "ボード"] as const;
export const organizationCodes = ["tokyo", "or $id > 0"] as const;
export const states = ["open", "doing", 'done" or'] as const;

const cellFields = {
  Item: { type: "SINGLE_LINE_TEXT" },
  Price: { type: "NUMBER" },
  Kind: { type: "DROP_DOWN", options: options(...choices) },
  Marks: { type: "CHECK_BOX", options: options(...choices) },
  Day: { type: "DATE" },
  Owner: { type: "USER_SELECT" },
  Note: { type: "MULTI_LINE_TEXT" },
} as const satisfies Readonly<Record<string, FieldDefinition>>;

const formFields: Readonly<Record<string, FieldDefinition>> = {
  名前: { type: "SINGLE_LINE_TEXT" },
  order: { type: "SINGLE_LINE_TEXT" },
  limit: { type: "NUMBER" },
  Link: { type: "LINK" },
  Memo: { type: "MULTI_LINE_TEXT" },
  Rich: { type: "RICH_TEXT" },
  Total: { type: "CALC" },
  Tags: { type: "CHECK_BOX", options: options(...choices) },
  Many: { type: "MULTI_SELECT", options: options(...choices) },
  Radio: { type: "RADIO_BUTTON", options: options(...choices) },
  Drop: { type: "DROP_DOWN", options: options(...choices) },
  Due: { type: "DATE" },
  Clock: { type: "TIME" },
  At: { type: "DATETIME" },
  Who: { type: "USER_SELECT" },
  Teams: { type: "GROUP_SELECT" },
  Orgs: { type: "ORGANIZATION_SELECT" },
  Docs: { type: "FILE" },
  Lines: { type: "SUBTABLE", fields: cellFields },
};

const systemFields = {
  $id: { type: "__ID__" },
  Record_number: { type: "RECORD_NUMBER" },
  Created_by: { type: "CREATOR" },
  Updated_by: { type: "MODIFIER" },
  Created_datetime: { type: "CREATED_TIME" },
  Updated_datetime: { type: "UPDATED_TIME" },
  Status: { type: "STATUS" },
  Assignee: { type: "STATUS_ASSIGNEE" },
} as const;

const evaluated = ({ type, options: given }: FieldDefinition): EvaluatedField => ({
  type,
  ...(given === undefined ? {} : { options: Object.keys(given) }),
});

/** Every field that a query can name, of every type. */
export const queryableFields: ReadonlyMap<string, EvaluatedField> = new Map<string, EvaluatedField>([
  ...Object.entries(systemFields),
  ...Object.entries(formFields)
    .filter(([code]) => code !== "Lines")
    .map(([code, field]) => [code, evaluated(field)] as const),
  ...Object.entries(cellFields).map(([code, field]) => [code, { ...evaluated(field), table: "Lines" }] as const),
]);

/** A moment at which it is the last of March in UTC and the first of April in Tokyo. */
const now = Date.parse("2026-03-31T16:20:30Z");

export const queryEvaluation: Evaluation = {
  fields: queryableFields,
  codes: { USER: [...userCodes, "Administrator"], GROUP: groupCodes, ORGANIZATION: organizationCodes },
  asker: { user: testUser.code, primaryOrganization: "tokyo", now, offsetHours: 9 },
};

/** A local kintone whose clock stands still, with people, groups and organizations that records and filters name. */
export const startQueryKintone = () =>
  startLocalKintone({
    now: () => new Date(now),
    timeZone: "Asia/Tokyo",
    users: userCodes.map((code) => ({ ...testUser, code, primaryOrganization: "tokyo" })),
    groups: groupCodes.map((code) => ({ code })),
    organizations: organizationCodes.map((code) => ({ code })),
  });

/** An app with a field of every type that can be queried. */
export const queryApp = (records: readonly QueryRecord[]): AppDefinition => ({
  name: "Everything",
  code: "ALL",
  fields: formFields,
  tokens: [{ permissions: everything }],
  process: {
    enable: true,
    states,
    actions: [
      { name: "start", from: states[0], to: states[1] },
      { name: "finish", from: states[0], to: states[2] },
    ],
  },
  records,
});
