import { createHmac, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** A file that was uploaded. */
export interface Upload {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** Dify's endpoint for plugins' uploads on loopback. */
export interface UploadServer extends AsyncDisposable {
  readonly origin: string;
  readonly uploads: readonly Upload[];
  /** The signed address for a file of this name and media type. */
  sign(filename: string, mimetype: string): string;
}

export interface UploadServerOptions {
  /** Bytes of one file; a larger one is answered with 413. */
  readonly maxBytes?: number;
  /** Leaves out the preview address, as versions do that store plain uploads. */
  readonly withoutPreview?: boolean;
}

const signingKey = "upload-signing-key";

/**
 * Takes uploads as Dify does: one multipart field `file`, whose name and media type are those that were signed.
 *
 * @see Dify, api/controllers/files/upload.py
 */
export const startUploadServer = async (options: UploadServerOptions = {}): Promise<UploadServer> => {
  const { maxBytes = 512 * 1024 * 1024 } = options;
  const uploads: Upload[] = [];
  const server = createServer((request, response) => {
    const answer = (status: number, body: object): void => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    take(request).then(
      ({ url, file }) => {
        const { name, type } = file;
        if (signature(name, bareType(type)) !== url.searchParams.get("sign")) return answer(403, { code: "forbidden" });
        if (file.size > maxBytes) return answer(413, { code: "file_too_large" });
        const id = randomUUID();
        return file.arrayBuffer().then((content) => {
          uploads.push({ id, name, mediaType: type, bytes: Buffer.from(content) });
          const preview = `${origin}/files/tools/${id}.bin?timestamp=1&nonce=2&sign=3`;
          const more = options.withoutPreview ? {} : { preview_url: preview };
          answer(201, { id, name, size: file.size, extension: "bin", mime_type: type, ...more });
        });
      },
      () => answer(400, { code: "bad_request" }),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    uploads,
    sign: (filename, mimetype) =>
      `${origin}/files/upload/for-plugin?timestamp=1&nonce=2&tenant_id=t&sign=${signature(filename, mimetype)}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
};

const take = async (request: IncomingMessage): Promise<{ readonly url: URL; readonly file: File }> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of request) pieces.push(piece as Uint8Array);
  const headers = { "content-type": request.headers["content-type"] ?? "" };
  const form = await new Response(Buffer.concat(pieces), { headers }).formData();
  const file = form.get("file");
  if (!(file instanceof File)) throw new Error("no file");
  return { url: new URL(request.url ?? "", "http://upload.invalid"), file };
};

const bareType = (type: string): string => type.split(";", 1)[0]?.trim().toLowerCase() ?? "";

const signature = (filename: string, mimetype: string): string =>
  createHmac("sha256", signingKey).update(`${filename}\n${mimetype}`).digest("hex");
