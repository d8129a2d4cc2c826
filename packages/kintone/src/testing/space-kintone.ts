import { startLocalKintone } from "@tsunagu/local";
import { testToken, testUser } from "./local-kintone.ts";

/** A user who may do only what is listed. */
export const plainUser = { code: "mori", password: "PlainUserPassword-7", permissions: ["view"] } as const;

/** A local kintone with a space of two threads' kind (3, with app 12), a private one (4), a guest space (5) and a template (1). */
export const startSpaceKintone = () =>
  startLocalKintone({
    users: [testUser, plainUser],
    groups: [{ code: "sales", name: "Sales" }],
    organizations: [{ code: "tokyo", name: "Tokyo" }],
    apps: [
      {
        id: 12,
        name: "Invoices",
        code: "INV",
        spaceId: 3,
        fields: { Title: { type: "SINGLE_LINE_TEXT", label: "件名" }, Memo: { type: "MULTI_LINE_TEXT" } },
        tokens: [{ token: testToken, permissions: ["view"] }],
        records: Array.from({ length: 25 }, (_, index) => ({
          Title: { value: `Invoice ${index + 1}` },
          Memo: { value: index === 0 ? "請求書 May late" : "paid" },
        })),
      },
    ],
    spaces: [
      {
        id: 3,
        name: "Accounts",
        useMultiThread: true,
        members: [
          { type: "USER", code: testUser.code, isAdmin: true },
          { type: "ORGANIZATION", code: "tokyo", includeSubs: true },
        ],
      },
      { id: 4, name: "Board", isPrivate: true, members: [{ type: "USER", code: testUser.code, isAdmin: true }] },
      { id: 5, name: "Partners", isGuest: true, members: [{ type: "USER", code: testUser.code, isAdmin: true }] },
    ],
    spaceTemplates: [{ id: 1, name: "Project" }],
  });
