import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A file that the server offers. */
export interface ServedFile {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

/** Dify's file endpoint on loopback. */
export interface FileServer extends AsyncDisposable {
  readonly origin: string;
  /** The object that Dify passes for a file parameter, with a signed address. */
  difyFile(name: string): Readonly<Record<string, unknown>>;
  /** Requests so far. */
  readonly requests: () => number;
}

/** Serves files by name at addresses like the ones that Dify signs. */
export const startFileServer = async (files: Readonly<Record<string, ServedFile>>): Promise<FileServer> => {
  let requests = 0;
  const server = createServer((request, response) => {
    requests++;
    const path = URL.parse(request.url ?? "", "http://localhost")?.pathname.split("/") ?? [];
    const file = files[decodeURIComponent(path[2] ?? "")];
    if (file === undefined) return void response.writeHead(404).end();
    response
      .writeHead(200, { "content-type": file.mediaType, "content-length": file.bytes.byteLength })
      .end(file.bytes);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    difyFile: (name) => ({
      dify_model_identity: "__dify__file__",
      url: `${origin}/files/${encodeURIComponent(name)}/file-preview?timestamp=1&nonce=2&sign=3`,
      filename: name,
      mime_type: files[name]?.mediaType ?? null,
      extension: name.includes(".") ? name.slice(name.lastIndexOf(".")) : null,
      size: files[name]?.bytes.byteLength ?? null,
      type: "document",
    }),
    requests: () => requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
};
