import type { AppDefinition } from "@tsunagu/local";

const choices = (...labels: readonly string[]) =>
  Object.fromEntries(labels.map((label, index) => [label, { label, index: String(index) }]));

/** The app that the kintone flows work on: three orders, one with a table. */
export const seedApp = (token: string): AppDefinition => ({
  name: "受注",
  fields: {
    注文番号: { type: "SINGLE_LINE_TEXT", required: true, unique: true },
    顧客名: { type: "SINGLE_LINE_TEXT" },
    金額: { type: "NUMBER" },
    状態: { type: "DROP_DOWN", options: choices("受付", "出荷") },
    納期: { type: "DATE" },
    添付: { type: "FILE" },
    明細: { type: "SUBTABLE", fields: { 品名: { type: "SINGLE_LINE_TEXT" }, 数量: { type: "NUMBER" } } },
  },
  tokens: [{ token, permissions: ["view", "add", "edit", "delete", "manage"] }],
  records: [
    { 注文番号: { value: "A-1" }, 顧客名: { value: "青空商事" }, 金額: { value: "1200" }, 状態: { value: "受付" } },
    { 注文番号: { value: "A-2" }, 顧客名: { value: "limit 5" }, 金額: { value: "300" }, 状態: { value: "出荷" } },
    {
      注文番号: { value: "A-3" },
      顧客名: { value: "桜不動産" },
      金額: { value: "50" },
      明細: { value: [{ value: { 品名: { value: "鍵" }, 数量: { value: "2" } } }] },
    },
  ],
});
