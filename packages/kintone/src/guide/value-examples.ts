/** How values of some field types are written. */
export interface ValueExample {
  readonly types: readonly string[];
  /** What stands under `value`. */
  readonly value: unknown;
  readonly remark: string;
}

/** How each field type that can be written is written. */
export const valueExamples: readonly ValueExample[] = [
  {
    types: ["SINGLE_LINE_TEXT", "MULTI_LINE_TEXT"],
    value: "Sato",
    remark: "A text. An empty text or null empties the field.",
  },
  { types: ["RICH_TEXT"], value: "<b>Sato</b>", remark: "A text with HTML." },
  {
    types: ["NUMBER"],
    value: "1234.5",
    remark: "Half-width digits without separators, as text or number. Long numbers as text, so that no digit is lost.",
  },
  { types: ["DATE"], value: "2026-01-31", remark: "Year, month and day." },
  { types: ["TIME"], value: "09:30", remark: "Hours to 23 and minutes." },
  {
    types: ["DATETIME"],
    value: "2026-01-31T09:30:00+09:00",
    remark: "With an offset, or Z for UTC. kintone keeps minutes and answers in UTC.",
  },
  { types: ["DROP_DOWN", "RADIO_BUTTON"], value: "Open", remark: "One of the field's choices, exactly." },
  { types: ["CHECK_BOX", "MULTI_SELECT"], value: ["A", "B"], remark: "A list of choices; [] for none." },
  { types: ["USER_SELECT"], value: [{ code: "sato" }], remark: "A list of users by login name; [] for none." },
  {
    types: ["GROUP_SELECT", "ORGANIZATION_SELECT"],
    value: [{ code: "sales" }],
    remark: "A list of groups or organizations by code.",
  },
  {
    types: ["LINK"],
    value: "https://example.com/",
    remark: "A web address, a mail address or a telephone number, as the field is set.",
  },
  { types: ["FILE"], value: [{ fileKey: "…" }], remark: "Keys that kintone_upload_file answered, each good once." },
  {
    types: ["SUBTABLE"],
    value: [{ id: "12", value: { Item: { value: "Pen" } } }, { value: { Item: { value: "Ink" } } }],
    remark: "Rows; the one without an id is new.",
  },
  {
    types: ["CREATED_TIME", "UPDATED_TIME"],
    value: "2026-01-31T09:30:00Z",
    remark: "On a new record only; needs the permission to manage the app.",
  },
  {
    types: ["CREATOR", "MODIFIER"],
    value: { code: "sato" },
    remark: "On a new record only; needs the permission to manage the app.",
  },
];
