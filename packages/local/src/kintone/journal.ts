/** What one request changed, so that a failure can take all of it back. */
export class Journal {
  #undo: (() => void)[] = [];
  #afterCommit: (() => void)[] = [];

  /** Registers how to take back the change just made. */
  onRollback(undo: () => void): void {
    this.#undo.push(undo);
  }

  /** Registers work that may only happen once nothing can fail any more. */
  onCommit(action: () => void): void {
    this.#afterCommit.push(action);
  }

  /** Runs `work` as one unit: either all of its changes stay, or none. */
  static run<Result>(work: (journal: Journal) => Result): Result {
    const journal = new Journal();
    try {
      const result = work(journal);
      for (const action of journal.#afterCommit) action();
      return result;
    } catch (error) {
      for (const undo of journal.#undo.reverse()) undo();
      throw error;
    }
  }
}
