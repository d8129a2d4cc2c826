import { randomBytes } from "node:crypto";
import type { AppDefinition, Permission, RecordInput } from "./definitions.ts";
import type { FieldTable } from "./fields.ts";
import { type SeedContext, seedRecords } from "./records/seed.ts";
import { RecordTable } from "./records/table.ts";
import type { Entity } from "./records/values.ts";
import { type ApiRecord, showRecord } from "./records/view.ts";
import { convertValues } from "./settings/migrate.ts";
import type { ProcessSettings } from "./settings/process.ts";
import { SettingsShelf } from "./settings/settings-shelf.ts";

/** An API token and what it may do. */
export interface AppToken {
  readonly token: string;
  readonly permissions: readonly Permission[];
}

/** A comment under a record; `createdAt` is epoch milliseconds. */
export interface Comment {
  readonly id: number;
  readonly text: string;
  readonly createdAt: number;
  readonly creator: Entity;
  readonly mentions: readonly { readonly code: string; readonly type: string }[];
}

/** One app: its settings, its fields and its records. */
export class App {
  readonly id: number;
  readonly definition: AppDefinition;
  readonly settings: SettingsShelf;
  readonly tokens: readonly AppToken[];
  readonly createdAt: number;
  /** Comments by record id, oldest first. */
  readonly comments = new Map<number, Comment[]>();
  readonly #seeding: SeedContext;
  #fields: FieldTable;
  #table: RecordTable;
  #modifiedAt: number;

  constructor(id: number, definition: AppDefinition, seeding: SeedContext) {
    this.id = id;
    this.definition = definition;
    this.settings = new SettingsShelf(definition);
    this.#fields = this.settings.preview.fields;
    this.tokens = (definition.tokens ?? []).map(({ token, permissions }) => ({
      token: token ?? randomBytes(20).toString("hex"),
      permissions,
    }));
    this.#table = new RecordTable(this.#fields.slots);
    this.createdAt = seeding.now().getTime();
    this.#modifiedAt = this.createdAt;
    this.#seeding = seeding;
    if (definition.records !== undefined) this.seed(definition.records);
  }

  /** The fields in use. */
  get fields(): FieldTable {
    return this.#fields;
  }

  /** The process in use; undefined when none was ever set. */
  get process(): ProcessSettings | undefined {
    return (this.settings.live ?? this.settings.preview).process;
  }

  get table(): RecordTable {
    return this.#table;
  }

  /** When settings were last put to use; epoch milliseconds. */
  get modifiedAt(): number {
    return this.#modifiedAt;
  }

  /** Ends a deployment whose time has come: the records then have the fields of the new form. */
  settle(): void {
    const deployed = this.settings.settle();
    if (deployed === undefined) return;
    const convert = convertValues(this.#fields, deployed.fields, deployed.liveCodes);
    const states = deployed.process?.states.map(({ name }) => name) ?? [];
    this.#table = this.#table.converted(deployed.fields.slots, (record) => ({
      ...record,
      values: convert(record.values),
      status: states.includes(record.status) ? record.status : (states[0] ?? ""),
    }));
    this.#fields = deployed.fields;
    this.#modifiedAt = this.#seeding.now().getTime();
  }

  /** The first token that has all the given permissions; throws when the app has none. */
  token(...permissions: readonly Permission[]): string {
    const found = this.tokens.find((token) =>
      permissions.every((permission) => token.permissions.includes(permission)),
    );
    if (found === undefined)
      throw new Error(`App ${this.id} has no token with ${permissions.join(", ")}; list one under tokens.`);
    return found.token;
  }

  get recordCount(): number {
    return this.table.size;
  }

  /**
   * Adds records without HTTP and without validation; defaults apply and attachments may be given by upload key.
   * Takes any iterable, so a generator can seed a million records.
   *
   * @returns the id of the last record added, or undefined when there was none
   */
  seed(records: Iterable<RecordInput>): number | undefined {
    return seedRecords(this, records, this.#seeding);
  }

  /** A record as the API shows it to a caller who may see everything, for assertions. */
  record(id: number | string): ApiRecord | undefined {
    const record = this.table.get(Number(id));
    return record === undefined ? undefined : showRecord(this, record);
  }

  /** All records as the API shows them, by ascending id. Costs a copy of everything. */
  records(): ApiRecord[] {
    return this.table.all.map((record) => showRecord(this, record));
  }

  /** The text that a RECORD_NUMBER field shows for a record id. */
  recordNumber(id: number): string {
    const { code } = this.definition;
    return code === undefined || code === "" ? String(id) : `${code}-${id}`;
  }
}
