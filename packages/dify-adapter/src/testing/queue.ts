/** A queue that makes whoever fills it wait when it is full, as the daemon's are. */
export interface Queue<T> extends AsyncIterable<T> {
  put(item: T): Promise<void>;
  /** No more comes, and nobody reads any more: whoever waits goes on. */
  close(): void;
}

export const createQueue = <T>(capacity: number): Queue<T> => {
  const items: T[] = [];
  let isClosed = false;
  let wakeReader = (): void => {};
  let wakeWriter = (): void => {};
  return {
    put: async (item) => {
      while (items.length >= capacity && !isClosed) await new Promise<void>((resolve) => (wakeWriter = resolve));
      if (isClosed) return;
      items.push(item);
      wakeReader();
    },
    close: () => {
      isClosed = true;
      wakeReader();
      wakeWriter();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const item = items.shift();
        if (item !== undefined) {
          wakeWriter();
          yield item;
        } else if (isClosed) return;
        else await new Promise<void>((resolve) => (wakeReader = resolve));
      }
    },
  };
};
