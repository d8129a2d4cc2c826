import { ResultAsync } from "neverthrow";

/** What a promise comes to; undefined when it fails, as when the browser that it asks is gone already. */
export const settled = async <T>(promise: Promise<T> | undefined): Promise<T | undefined> =>
  promise === undefined ? undefined : ResultAsync.fromPromise(promise, () => undefined).unwrapOr(undefined);
