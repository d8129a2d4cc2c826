import { randomUUID } from "node:crypto";
import type { App } from "./app.ts";
import { KintoneError } from "./errors.ts";

/** A cursor: the ids found when it was made, and how far it has been read. */
export interface Cursor {
  readonly id: string;
  readonly app: App;
  readonly fields: ReadonlySet<string> | undefined;
  readonly size: number;
  readonly recordIds: readonly number[];
  position: number;
  usedAt: number;
}

const MAX_CURSORS = 10;
const LIFETIME_MS = 10 * 60 * 1000;

/**
 * The cursors of the domain: at most ten live ones (an eleventh is 429 GAIA_TM12), each gone ten minutes after it was
 * made or last read (then 404 GAIA_CN01).
 *
 * @see kintone REST API, Add Cursor and Get Cursor
 */
export class CursorShelf {
  readonly #cursors = new Map<string, Cursor>();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  add(cursor: Pick<Cursor, "app" | "fields" | "size" | "recordIds">): Cursor {
    this.#dropExpired();
    if (this.#cursors.size >= MAX_CURSORS) {
      throw new KintoneError(
        429,
        "GAIA_TM12",
        `There are ${MAX_CURSORS} cursors already; delete one or try again later.`,
      );
    }
    const added = { ...cursor, id: randomUUID(), position: 0, usedAt: this.#now().getTime() };
    this.#cursors.set(added.id, added);
    return added;
  }

  get(id: string): Cursor {
    this.#dropExpired();
    const cursor = this.#cursors.get(id);
    if (cursor === undefined) throw new KintoneError(404, "GAIA_CN01", "The cursor does not exist or has expired.");
    return cursor;
  }

  /** Takes the next page's ids; reading the last page frees the cursor. */
  take(cursor: Cursor): { ids: readonly number[]; next: boolean } {
    const ids = cursor.recordIds.slice(cursor.position, cursor.position + cursor.size);
    cursor.position += ids.length;
    cursor.usedAt = this.#now().getTime();
    const next = cursor.position < cursor.recordIds.length;
    if (!next) this.#cursors.delete(cursor.id);
    return { ids, next };
  }

  delete(cursor: Cursor): void {
    this.#cursors.delete(cursor.id);
  }

  get size(): number {
    this.#dropExpired();
    return this.#cursors.size;
  }

  #dropExpired(): void {
    const oldest = this.#now().getTime() - LIFETIME_MS;
    for (const cursor of this.#cursors.values()) {
      if (cursor.usedAt < oldest) this.#cursors.delete(cursor.id);
    }
  }
}
