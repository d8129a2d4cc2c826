import type { RecordData } from "../write/record-data.ts";

/** A record of an import's input. */
export interface InputRow {
  /**
   * Where it stands: of CSV the row as a spreadsheet counts it, the header being 1 and a record with tables standing
   * at its first row; of JSON Lines the line.
   */
  readonly row: number;
  readonly record: RecordData;
  /** What is wrong with the row before its values are looked at. */
  readonly problem?: Omit<RowProblem, "row">;
}

/** A row that was not imported, and why. */
export interface RowProblem {
  readonly row: number;
  /**
   * Code of the field; of a table's field with its table and row, such as `Lines.0.Price`. null for the row as a
   * whole.
   */
  readonly field: string | null;
  readonly reason: string;
  /** `unknown`: the connection broke while the row was being added, and the row could not be found afterwards. */
  readonly written: "no" | "unknown";
}
