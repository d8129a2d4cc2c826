import { invalidField, type JsonObject, type ToolError, toolError } from "@tsunagu/core";
import { err, errAsync, ok, okAsync, type ResultAsync } from "neverthrow";

/**
 * Bytes under keys, kept by Dify for this plugin in this workspace, also over upgrades. Keys have 1 to 256 characters,
 * without `..`, `//` and a backslash. One value has at most 2.5 MB, since it has to fit into one message.
 */
export interface PluginStorage {
  /** Errors: `not_found` for a key that holds nothing. */
  get(key: string): ResultAsync<Buffer, ToolError>;
  /** Errors: `too_large` for a value over the limit; `upstream` when the plugin's quota is used up. */
  set(key: string, value: Uint8Array): ResultAsync<void, ToolError>;
  /** Answers with whether there was something. */
  delete(key: string): ResultAsync<boolean, ToolError>;
  exists(key: string): ResultAsync<boolean, ToolError>;
}

type Ask = (request: JsonObject) => ResultAsync<readonly JsonObject[], ToolError>;

const maxKeyCharacters = 256;
const maxValueBytes = 2_500_000;

export const storageOf = (ask: Ask): PluginStorage => {
  const request = (opt: string, key: string, more: JsonObject = {}): ResultAsync<JsonObject, ToolError> => {
    const problem = keyProblem(key);
    if (problem !== undefined) return errAsync(invalidField("key", problem));
    return ask({ opt, key, ...more }).andThen(([answer]) => (answer === undefined ? err(unreadable(opt)) : ok(answer)));
  };
  const exists = (key: string): ResultAsync<boolean, ToolError> =>
    request("exist", key).map(({ data }) => data === true);

  return {
    exists,
    get: (key) =>
      request("get", key)
        .andThen(({ data }) => (isHex(data) ? ok(Buffer.from(data, "hex")) : err(unreadable("get"))))
        .orElse((error) =>
          error.code !== "upstream"
            ? errAsync(error)
            : exists(key).andThen((found) => err(found ? error : toolError("not_found", `Nothing is kept as ${key}.`))),
        ),
    set: (key, value) =>
      value.byteLength > maxValueBytes
        ? errAsync(toolError("too_large", `The value has ${value.byteLength} bytes; one may have ${maxValueBytes}.`))
        : request("set", key, { value: hexOf(value) }).andThen(() => okAsync(undefined)),
    delete: (key) => request("del", key).map(({ deleted_num: count }) => Number(count ?? 0) > 0),
  };
};

const keyProblem = (key: string): string | undefined => {
  if (key === "" || key.length > maxKeyCharacters)
    return `has ${key.length} characters; 1 to ${maxKeyCharacters} are allowed`;
  return /\.\.|\/\/|\\/.test(key) ? "holds .., // or a backslash" : undefined;
};

const hexOf = (value: Uint8Array): string =>
  Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex");

const isHex = (value: unknown): value is string =>
  typeof value === "string" && value.length % 2 === 0 && /^[0-9a-f]*$/i.test(value);

const unreadable = (opt: string): ToolError =>
  toolError("upstream", `Dify's storage gave no readable answer to ${opt}.`, {
    origin: { service: "dify", operation: "storage" },
  });
