import { type ToolError, ToolFailure, toolError, toToolError } from "@tsunagu/core";
import { ResultAsync } from "neverthrow";

/** A page of a list, and where the next one begins. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | undefined;
}

const mostItems = 10_000;

/**
 * Reads one page, or all pages from there on until 10,000 items are there. An answer that is not complete says where to go on.
 * Errors: those of reading; `upstream` when the service repeats a page's token.
 */
export const readPages = <Item>(
  read: (token: string | undefined) => ResultAsync<Page<Item>, ToolError>,
  start: string | undefined,
  all: boolean,
): ResultAsync<Page<Item>, ToolError> => {
  if (!all) return read(start);
  const readAll = async (): Promise<Page<Item>> => {
    const items: Item[] = [];
    const seen = new Set<string>();
    for (let token = start; ; ) {
      const page = await read(token);
      if (page.isErr()) throw new ToolFailure(page.error);
      items.push(...page.value.items);
      token = page.value.next;
      if (token === undefined || items.length >= mostItems) return { items, next: token };
      if (seen.has(token)) throw new ToolFailure(toolError("upstream", "The service repeats the token of a page."));
      seen.add(token);
    }
  };
  return ResultAsync.fromPromise(readAll(), (thrown) =>
    toToolError(thrown, () => toolError("internal", "The pages could not be joined.")),
  );
};
