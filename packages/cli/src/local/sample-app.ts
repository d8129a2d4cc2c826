const choices = (...labels: readonly string[]) =>
  Object.fromEntries(labels.map((label, index) => [label, { label, index: String(index) }]));

const deal = (company: string, title: string, amount: string, certainty: string, due: string) => ({
  会社名: { value: company },
  案件名: { value: title },
  金額: { value: amount },
  確度: { value: certainty },
  受注予定日: { value: due },
});

/** A small app of the kind that kintone is used for: deals, with Japanese field codes, a table and attachments. */
export const sampleApp = {
  name: "案件管理",
  code: "DEAL",
  description: "商談中の案件を管理するサンプルアプリです。",
  fields: {
    会社名: { type: "SINGLE_LINE_TEXT", required: true, maxLength: "64" },
    案件名: { type: "SINGLE_LINE_TEXT", required: true },
    担当者: { type: "USER_SELECT" },
    金額: { type: "NUMBER", minValue: "0" },
    確度: { type: "DROP_DOWN", options: choices("A", "B", "C"), defaultValue: "C" },
    受注予定日: { type: "DATE" },
    メモ: { type: "MULTI_LINE_TEXT" },
    見積書: { type: "FILE" },
    明細: {
      type: "SUBTABLE",
      fields: { 品名: { type: "SINGLE_LINE_TEXT" }, 数量: { type: "NUMBER" }, 単価: { type: "NUMBER" } },
    },
  },
  tokens: [{ permissions: ["view", "add", "edit", "delete", "manage"] }],
  records: [
    deal("青空商事", "受発注システムの更新", "1200000", "A", "2026-01-30"),
    deal("みどり製作所", "在庫管理アプリの導入", "450000", "B", "2026-02-13"),
    deal("桜不動産", "物件台帳の移行", "780000", "C", "2026-03-31"),
  ],
} as const;
