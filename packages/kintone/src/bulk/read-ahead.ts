/** Passes items on while the next one is already being made, so that reading and writing overlap. One item is held. */
export async function* readAhead<T>(items: AsyncGenerator<T, void>): AsyncGenerator<T, void> {
  let coming = items.next();
  try {
    for (;;) {
      const item = await coming;
      if (item.done) return;
      coming = items.next();
      coming.catch(() => {}); // it is awaited in the next round
      yield item.value;
    }
  } finally {
    await items.return();
  }
}
