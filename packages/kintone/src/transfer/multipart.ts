import { randomUUID } from "node:crypto";

/** A form with one file, whose length is known before it is sent. */
export interface MultipartFile {
  readonly headers: Readonly<Record<string, string>>;
  /** The form around the file's bytes. */
  readonly body: (file: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array, void>;
}

/**
 * Frames a file as kintone's upload takes it: one part named `file`, its name in UTF-8 as it is.
 *
 * @see kintone REST API, Upload File
 */
export const multipartFile = (file: {
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
}): MultipartFile => {
  const boundary = `tsunagu-${randomUUID()}`;
  const name = file.name.replaceAll('"', "%22").replaceAll(/[\r\n]/g, "");
  const mediaType = /^[\w.+-]+\/[\w.+-]+$/.test(file.mediaType) ? file.mediaType : "application/octet-stream";
  const head = Buffer.from(
    `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: ${mediaType}\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  return {
    headers: {
      "content-type": `multipart/form-data; boundary=${boundary}`,
      "content-length": String(head.byteLength + file.size + tail.byteLength),
    },
    async *body(bytes) {
      yield head;
      yield* bytes;
      yield tail;
    },
  };
};
