/**
 * Calls while they are open. An array, in which the last call takes the place of one that has ended: a Set makes itself a
 * new table every so many calls, each old one refers to the next, and so they keep ended calls out of reach of V8's quick
 * collections of young memory.
 */
export class OpenCalls<Call extends { place: number }> implements Iterable<Call> {
  readonly #calls: Call[] = [];

  get size(): number {
    return this.#calls.length;
  }

  add(call: Call): void {
    call.place = this.#calls.length;
    this.#calls.push(call);
  }

  /** Takes out a call that is in. */
  delete(call: Call): void {
    const last = this.#calls.pop();
    if (last === undefined || last === call) return;
    this.#calls[call.place] = last;
    last.place = call.place;
  }

  /** The calls that are open now. */
  [Symbol.iterator](): Iterator<Call> {
    return [...this.#calls].values();
  }
}
