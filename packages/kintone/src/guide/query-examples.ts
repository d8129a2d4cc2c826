/** A query and what it asks for. */
export interface QueryExample {
  readonly query: string;
  readonly meaning: string;
}

/** Queries over the fields Name, Memo, Price, Due, State, Tags, Owner and the table column Item. */
export const queryExamples: readonly QueryExample[] = [
  { query: 'Name = "Sato"', meaning: "A text that is exactly this." },
  { query: 'Name in ("Sato", "Mori")', meaning: "A text that is one of these." },
  { query: 'Name = ""', meaning: "A text, number or date that is empty." },
  { query: 'Name = "say \\"hi\\""', meaning: "A text with double quotes in it." },
  { query: 'Memo like "urgent"', meaning: "A text that holds this word." },
  { query: "Memo is empty", meaning: "A long text or attachment field without content." },
  { query: "Price >= 100 and Price < 200", meaning: "A number in a range. Numbers may stand without quotes." },
  { query: 'State in ("Open", "Waiting")', meaning: "A choice: `in` also where there is one value only." },
  { query: 'Tags not in ("red")', meaning: "Check boxes of which none is this." },
  { query: "Owner in (LOGINUSER())", meaning: "Records of whoever asks." },
  { query: 'Due >= "2026-01-01" and Due <= "2026-01-31"', meaning: "A date in a range." },
  { query: "Due < TODAY()", meaning: "What is overdue." },
  { query: "Updated_datetime >= FROM_TODAY(-7, DAYS)", meaning: "Changed in the last seven days." },
  {
    query: 'Updated_datetime >= "2026-01-31T09:30:00+09:00"',
    meaning: "Changed since a moment; a time zone is needed.",
  },
  { query: 'Item in ("Pen")', meaning: "Records with a table row that has this; tables take `in`, not `=`." },
  { query: '(State in ("Open") or Price > 500) and Due = THIS_MONTH()', meaning: "Parentheses around an `or`." },
  { query: 'State in ("Open") order by Due asc, Price desc', meaning: "In an order of fields." },
  { query: "order by $id desc limit 10", meaning: "The ten newest records." },
  { query: "limit 5", meaning: "Any five records: a query may be a limit alone." },
];
