import { limitBytes, readAll, type ToolError, ToolFailure, toolError, toToolError } from "@tsunagu/core";
import { ResultAsync } from "neverthrow";

/** Reads a body as UTF-8. Errors: `too_large`; `unsupported` when the bytes are not UTF-8 text. */
export const readText = (
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
  name: string,
): ResultAsync<string, ToolError> => {
  const read = async (): Promise<string> => {
    const bytes = await readAll(
      limitBytes(body, maxBytes, () => toolError("too_large", `${name} is larger than ${maxBytes} bytes.`)),
    );
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new ToolFailure(
        toolError("unsupported", `${name} is not UTF-8 text.`, {
          hint: "Use s3_file_download, which returns bytes as a file. A range of a text has to begin and end between characters.",
        }),
      );
    }
  };
  return ResultAsync.fromPromise(read(), (thrown) =>
    toToolError(thrown, () => toolError("unavailable", `${name} broke off while it was read.`)),
  );
};
