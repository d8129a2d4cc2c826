import { ToolFailure, toolError } from "@tsunagu/core";

/** Encodings of text files. `sjis` is Windows-31J, what Japanese spreadsheets call Shift_JIS. */
export const textEncodings = ["utf8", "sjis"] as const;
export type TextEncoding = (typeof textEncodings)[number];

/**
 * Decodes a file's bytes piece by piece; a byte order mark goes. Throws a ToolFailure, `invalid_input`, at bytes that are
 * not of the encoding: nothing is replaced silently.
 */
export async function* decodeText(
  body: AsyncIterable<Uint8Array>,
  encoding: TextEncoding,
): AsyncGenerator<string, void> {
  const decoder = new TextDecoder(labels[encoding], { fatal: true });
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      const other = textEncodings.find((each) => each !== encoding);
      const hint = `Name the file's encoding; perhaps it is ${other}.`;
      throw new ToolFailure(toolError("invalid_input", `The file is not text in ${encoding}.`, { hint }));
    }
  };
  for await (const chunk of body) yield decode(chunk);
  yield decode();
}

const labels: Readonly<Record<TextEncoding, string>> = { utf8: "utf-8", sjis: "shift_jis" };

/** Encodes text; undefined when the encoding cannot represent all of it. */
export type Encoder = (text: string) => Buffer | undefined;

/** Makes an encoder. The Shift_JIS tables load only when they are needed. */
export const createEncoder = async (encoding: TextEncoding): Promise<Encoder> => {
  if (encoding === "utf8") return (text) => Buffer.from(text);
  const { default: iconv } = await import("iconv-lite");
  const decoder = new TextDecoder(labels.sjis);
  return (text) => {
    const bytes = iconv.encode(text, "cp932");
    return decoder.decode(bytes) === text ? bytes : undefined;
  };
};
