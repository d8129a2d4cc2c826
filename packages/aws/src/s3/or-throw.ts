import { type ToolError, ToolFailure } from "@tsunagu/core";
import type { ResultAsync } from "neverthrow";

/** The value of a result, inside work whose failures become one result again. */
export const orThrow = async <T>(result: ResultAsync<T, ToolError>): Promise<T> =>
  result.match(
    (value) => value,
    (error) => {
      throw new ToolFailure(error);
    },
  );
