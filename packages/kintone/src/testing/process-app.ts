import type { AppDefinition } from "@tsunagu/local";
import { everything } from "./local-kintone.ts";

export const processToken = "ProcessTokenProcessToken01";

/** An app (id 5) with process management: open → doing → done. */
export const processApp = (recordCount: number): AppDefinition => ({
  id: 5,
  name: "Requests",
  fields: { Title: { type: "SINGLE_LINE_TEXT" } },
  tokens: [{ token: processToken, permissions: everything }],
  process: {
    enable: true,
    states: ["open", "doing", "done"],
    actions: [
      { name: "start", from: "open", to: "doing" },
      { name: "finish", from: "doing", to: "done" },
    ],
  },
  records: Array.from({ length: recordCount }, (_, index) => ({ Title: { value: `R-${index + 1}` } })),
});
