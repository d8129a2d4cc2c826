import type { FormField } from "../fields/form-fields.ts";

const options = (...labels: readonly string[]) =>
  Object.fromEntries(labels.map((label, index) => [label, { label, index: String(labels.length - index) }]));

const field = (code: string, type: string, more: object = {}): FormField => ({ code, type, label: code, ...more });

const fields = [
  field("番号", "RECORD_NUMBER"),
  field("会社名", "SINGLE_LINE_TEXT", { label: "お客さま */ 名", required: true }),
  field("a-b c", "MULTI_LINE_TEXT", { label: "line\nbreak" }),
  field("1st", "RICH_TEXT"),
  field("$web", "LINK"),
  field("金額", "NUMBER"),
  field("税込", "CALC"),
  field("確度", "DROP_DOWN", { options: options('A "高"', "B\\中") }),
  field("種別", "RADIO_BUTTON", { options: options("新規", "更新") }),
  field("tags", "CHECK_BOX", { options: options("x", "y") }),
  field("many", "MULTI_SELECT", { options: options("z") }),
  field("none", "DROP_DOWN", { options: {} }),
  field("日", "DATE"),
  field("時", "TIME"),
  field("日時", "DATETIME"),
  field("who", "USER_SELECT"),
  field("team", "GROUP_SELECT"),
  field("org", "ORGANIZATION_SELECT"),
  field("添付", "FILE"),
  field("作成者", "CREATOR"),
  field("作成日時", "CREATED_TIME"),
  field("更新者", "MODIFIER"),
  field("更新日時", "UPDATED_TIME"),
  field("Status", "STATUS", { enabled: true }),
  field("Assignee", "STATUS_ASSIGNEE", { enabled: true }),
  field("Categories", "CATEGORY", { enabled: false }),
  field("group", "GROUP"),
  field("related", "REFERENCE_TABLE"),
  field("明細", "SUBTABLE", {
    fields: { 品名: field("品名", "SINGLE_LINE_TEXT"), 数: field("数", "NUMBER", { required: true }) },
  }),
  field("__proto__", "SINGLE_LINE_TEXT"),
];

/** A form with a field of every type, and with codes, labels and choices that source code has to be careful with. */
export const typedForm = { appId: "12", properties: Object.fromEntries(fields.map((each) => [each.code, each])) };
