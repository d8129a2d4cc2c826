import { normalizeNumber } from "../decimal.ts";
import type { Field } from "../fields.ts";
import type { Journal } from "../journal.ts";
import { type StoredRecord, textOf } from "./values.ts";

/**
 * An app's records in id order, with an index for each field that prohibits duplicates.
 * Records are never changed in place: a change puts a new object where the old one was, so taking it back is cheap.
 */
export class RecordTable {
  #records: StoredRecord[] = [];
  #lastId = 0;
  #lastRowId = 0;
  readonly #unique: readonly { readonly field: Field; readonly owners: Map<string, number> }[];

  constructor(fields: readonly Field[]) {
    this.#unique = fields
      .filter((field) => field.definition.unique === true)
      .map((field) => ({ field, owners: new Map() }));
  }

  get size(): number {
    return this.#records.length;
  }

  /** The records themselves, by ascending id. */
  get all(): readonly StoredRecord[] {
    return this.#records;
  }

  get(id: number): StoredRecord | undefined {
    const record = this.#records[this.indexFrom(id)];
    return record?.id === id ? record : undefined;
  }

  /** Where the first record with an id of at least `id` stands. */
  indexFrom(id: number): number {
    let low = 0;
    let high = this.#records.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#records[middle]?.id ?? Number.POSITIVE_INFINITY) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The record that holds `text` in a field that prohibits duplicates. */
  owner(field: Field, text: string): number | undefined {
    return this.#unique.find((index) => index.field === field)?.owners.get(uniqueKey(field, text));
  }

  nextId(journal?: Journal): number {
    const before = this.#lastId;
    journal?.onRollback(() => {
      this.#lastId = before;
    });
    this.#lastId = before + 1;
    return this.#lastId;
  }

  nextRowId(journal?: Journal): number {
    const before = this.#lastRowId;
    journal?.onRollback(() => {
      this.#lastRowId = before;
    });
    this.#lastRowId = before + 1;
    return this.#lastRowId;
  }

  /** The same records for settings that were changed, each converted; ids go on from where they are. */
  converted(fields: readonly Field[], convert: (record: StoredRecord) => StoredRecord): RecordTable {
    const table = new RecordTable(fields);
    for (const record of this.#records) table.#put(convert(record));
    table.#lastId = this.#lastId;
    table.#lastRowId = this.#lastRowId;
    return table;
  }

  insert(record: StoredRecord, journal?: Journal): void {
    this.#put(record);
    journal?.onRollback(() => this.#take(record.id));
  }

  replace(record: StoredRecord, journal: Journal): void {
    const before = this.#take(record.id);
    this.#put(record);
    journal.onRollback(() => {
      this.#take(record.id);
      if (before !== undefined) this.#put(before);
    });
  }

  remove(id: number, journal: Journal): void {
    const before = this.#take(id);
    if (before !== undefined) journal.onRollback(() => this.#put(before));
  }

  #put(record: StoredRecord): void {
    const last = this.#records.at(-1);
    if (last === undefined || last.id < record.id) this.#records.push(record);
    else this.#records.splice(this.indexFrom(record.id), 0, record);
    for (const { field, owners } of this.#unique) {
      const key = uniqueKey(field, textAt(record, field));
      if (key !== "" && !owners.has(key)) owners.set(key, record.id);
    }
  }

  #take(id: number): StoredRecord | undefined {
    const index = this.indexFrom(id);
    const record = this.#records[index];
    if (record?.id !== id) return undefined;
    if (index === this.#records.length - 1) this.#records.pop();
    else this.#records.splice(index, 1);
    for (const { field, owners } of this.#unique) {
      const key = uniqueKey(field, textAt(record, field));
      if (owners.get(key) === id) owners.delete(key);
    }
    return record;
  }
}

const textAt = (record: StoredRecord, field: Field): string =>
  field.slot === undefined ? "" : textOf(record.values[field.slot]);

const uniqueKey = (field: Field, text: string): string =>
  field.type === "NUMBER" ? (normalizeNumber(text) ?? text) : text;
