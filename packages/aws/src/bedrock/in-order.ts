import type { ToolError } from "@tsunagu/core";
import { okAsync, type ResultAsync } from "neverthrow";

/** Does work for one item after the other; the first failure ends it. */
export const inOrder = <Item, Done>(
  items: readonly Item[],
  work: (item: Item, index: number) => ResultAsync<Done, ToolError>,
): ResultAsync<Done[], ToolError> =>
  items.reduce<ResultAsync<Done[], ToolError>>(
    (before, item, index) => before.andThen((done) => work(item, index).map((each) => [...done, each])),
    okAsync([]),
  );
