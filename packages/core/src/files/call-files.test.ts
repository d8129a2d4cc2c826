import { once } from "node:events";
import { mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultLimits } from "../limits.ts";
import { bodyOf, readAll } from "./bytes.ts";
import { collectFiles, openCallFiles } from "./call-files.ts";
import type { FileAccess } from "./open-file.ts";
import { makeTempDirectory, type TempDirectory } from "./temp-directory.ts";

const open = (access: FileAccess, limits: Partial<typeof defaultLimits> = {}, sinkBytes = 1000) => {
  const collected = collectFiles(sinkBytes);
  const controller = new AbortController();
  const files = openCallFiles({
    access,
    sink: collected.sink,
    limits: { ...defaultLimits, ...limits },
    signal: controller.signal,
  });
  return { files, collected, controller };
};

const server = createServer((request, response) => {
  if (request.url === "/named") {
    response.setHeader(
      "content-disposition",
      `attachment; filename="a.txt"; filename*=UTF-8''${encodeURIComponent("報告 1.txt")}`,
    );
    response.end("hello");
  } else if (request.url === "/big") response.end(Buffer.alloc(5000));
  else if (request.url === "/huge") {
    response.setHeader("content-length", String(10 * 1024 ** 3));
    response.write("x");
  } else if (request.url === "/metadata")
    response.writeHead(302, { location: "http://169.254.169.254/latest/meta-data/" }).end();
  else if (request.url === "/loop") response.writeHead(302, { location: "/loop" }).end();
  else response.writeHead(404).end();
});
let host = "";
let directory: TempDirectory;
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  directory = await makeTempDirectory();
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await directory[Symbol.asyncDispose]();
});

describe("reading references", () => {
  test("data: with base64 and percent-encoding", async () => {
    const { files } = open({});
    const file = (await files.store.read({ uri: "data:text/csv;base64,5pel5pys" }))._unsafeUnwrap();
    expect([file.name, file.mediaType, (await readAll(file.body)).toString()]).toEqual([
      "file.csv",
      "text/csv",
      "日本",
    ]);
  });

  test("https names come from Content-Disposition, RFC 5987 first", async () => {
    const { files } = open({ allowHosts: [host] });
    const file = (await files.store.read({ uri: `http://${host}/named` }))._unsafeUnwrap();
    expect([file.name, file.size, (await readAll(file.body)).toString()]).toEqual(["報告 1.txt", 5, "hello"]);
  });

  test.each([
    ["http://127.0.0.1:1/", "forbidden"],
    ["http://localhost:1/", "forbidden"],
    ["http://[::1]:1/", "forbidden"],
    ["http://[::ffff:127.0.0.1]:1/", "forbidden"],
    ["http://2130706433:1/", "forbidden"],
    ["http://169.254.169.254/latest/", "forbidden"],
    ["http://10.0.0.1/", "forbidden"],
    ["http://user:pass@example.com/", "invalid_input"],
    ["ftp://example.com/a", "invalid_input"],
    ["/etc/passwd", "invalid_input"],
    ["file:///etc/passwd", "forbidden"],
    ["data:nocomma", "invalid_input"],
  ])("%s is refused as %s", async (uri, code) => {
    const { files } = open({});
    expect((await files.store.read({ uri }))._unsafeUnwrapErr().code).toBe(code);
  });

  test.each([
    ["/metadata", "forbidden"],
    ["/loop", "upstream"],
    ["/huge", "too_large"],
    ["/none", "not_found"],
  ])("an allowed host's %s ends as %s", async (path, code) => {
    const { files } = open({ allowHosts: [host] });
    expect((await files.store.read({ uri: `http://${host}${path}` }))._unsafeUnwrapErr().code).toBe(code);
  });

  test("a body beyond the limit breaks off with too_large", async () => {
    const { files } = open({ allowHosts: [host] }, { inputFileBytes: 100 });
    const file = (await files.store.read({ uri: `http://${host}/big` }))._unsafeUnwrap();
    await expect(readAll(file.body)).rejects.toMatchObject({ error: { code: "too_large" } });
  });

  test("file: only inside allowed directories, also through links", async () => {
    const inside = join(directory.path, "in");
    await mkdir(inside);
    await writeFile(join(inside, "日本.txt"), "ok");
    await writeFile(join(directory.path, "outside.txt"), "no");
    await symlink(join(directory.path, "outside.txt"), join(inside, "link.txt"));
    const { files } = open({ directories: [inside] });
    const uri = (name: string): string => pathToFileURL(join(inside, name)).href;
    const file = (await files.store.read({ uri: uri("日本.txt") }))._unsafeUnwrap();
    expect([file.name, file.mediaType, file.size]).toEqual(["日本.txt", "text/plain", 2]);
    for (const name of ["link.txt", "../outside.txt", "missing.txt"]) {
      expect((await files.store.read({ uri: uri(name) }))._unsafeUnwrapErr().code).toBe("forbidden");
    }
  });

  test("names lose directories and control characters", async () => {
    const { files } = open({});
    const file = (await files.store.read({ uri: "data:,x", name: "../../etc/pass\u0000wd" }))._unsafeUnwrap();
    expect(file.name).toBe("passwd");
  });
});

describe("measuring and writing", () => {
  test("an unknown size is counted in a private file that goes with the call", async () => {
    const before = (await readdir(tmpdir())).filter((name) => name.startsWith(`tsunagu-${process.pid}-`));
    const { files } = open({});
    const measured = (
      await files.store.measure({ name: "a", mediaType: "b/c", body: bodyOf(Buffer.alloc(3000, 1)) })
    )._unsafeUnwrap();
    expect(measured.size).toBe(3000);
    expect((await readAll(measured.body)).byteLength).toBe(3000);
    await files[Symbol.asyncDispose]();
    expect((await readdir(tmpdir())).filter((name) => name.startsWith(`tsunagu-${process.pid}-`))).toEqual(before);
  });

  test("files are collected within the limit, and refused beyond it", async () => {
    const { files, collected } = open({}, {}, 10);
    expect(
      (await files.store.write({ name: "a.bin", mediaType: "x/y", body: bodyOf(Buffer.alloc(6)) }))._unsafeUnwrap()
        .size,
    ).toBe(6);
    expect(
      (await files.store.write({ name: "b.bin", mediaType: "x/y", body: bodyOf(Buffer.alloc(6)) }))._unsafeUnwrapErr()
        .code,
    ).toBe("too_large");
    expect(collected.files.map(({ name }) => name)).toEqual(["a.bin"]);
  });

  test("a body shorter than it was said to be is not taken for whole", async () => {
    const { files } = open({});
    const error = (
      await files.store.write({ name: "a", mediaType: "x/y", size: 9, body: bodyOf(Buffer.alloc(6)) })
    )._unsafeUnwrapErr();
    expect(error).toMatchObject({ code: "upstream", message: "a broke off after 6 of 9 bytes." });
  });
});
