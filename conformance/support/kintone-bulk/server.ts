import { createInterface } from "node:readline";
import { type KintoneFault, startLocalKintone } from "@tsunagu/local";

/**
 * Serves kintone until standard input ends: app 1 with as many records as the argument says, and app 2 to import into.
 * Prints where, and answers each line of standard input, a JSON object, with how app 2 stands.
 */
const count = Number(process.argv[2]);
const token = "BulkLocalTokenBulkLocalToken01";
const importToken = "BulkLocalTokenBulkLocalToken02";
const permissions = ["view", "add", "edit", "delete"] as const;

function* records() {
  for (let index = 1; index <= count; index++)
    yield {
      Code: { value: `C-${index}` },
      名前: { value: `顧客 ${index % 5000}` },
      Rank: { value: String(index % 10) },
    };
}

const fields = {
  Code: { type: "SINGLE_LINE_TEXT" },
  名前: { type: "SINGLE_LINE_TEXT" },
  Rank: { type: "NUMBER" },
};
await using server = await startLocalKintone({
  requestLogSize: 1,
  apps: [
    { id: 1, name: "Customers", fields, tokens: [{ token, permissions }], records: records() },
    {
      id: 2,
      name: "Imported",
      fields: { ...fields, Code: { type: "SINGLE_LINE_TEXT", unique: true } },
      tokens: [{ token: importToken, permissions }],
    },
  ],
});
console.log(JSON.stringify({ url: server.url, token, importToken }));

/** The faults that strike while rows are imported, one after another for as long as there are requests. */
const faults: readonly KintoneFault[] = [
  { kind: "too_many_requests" },
  { kind: "database_locked" },
  { kind: "unavailable_page" },
  { kind: "cut_before_commit" },
  { kind: "cut_after_commit" },
  { kind: "truncated_body" },
  { kind: "invalid_json" },
  { kind: "slow_body", milliseconds: 100 },
  { kind: "hang" },
];

interface Command {
  /** Plans every fault once, with so many requests between. */
  readonly faultsEvery?: number;
}

const imported = server.app(2);
const slot = imported.fields.byCode.get("Code")?.slot ?? 0;
for await (const line of createInterface(process.stdin)) {
  const { faultsEvery }: Command = JSON.parse(line);
  if (faultsEvery !== undefined) {
    for (const fault of faults) server.faults.next(fault, { path: "records.json", method: "PUT", after: faultsEvery });
  }
  const codes = new Set(imported.table.all.map(({ values }) => values[slot]));
  const answer = { records: imported.recordCount, distinct: codes.size, faults: server.faults.pending };
  console.log(JSON.stringify(answer));
}
