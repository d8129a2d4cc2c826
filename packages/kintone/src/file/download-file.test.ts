import { createHash, randomBytes } from "node:crypto";
import type { LocalKintone } from "@tsunagu/local";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { errorOf, startTestKintone, testSecrets, testToolkit } from "../testing/local-kintone.ts";

const big = randomBytes(3 * 1024 ** 2);
let server: LocalKintone;
let toolkit: ReturnType<typeof testToolkit>;
let keys: readonly string[] = [];
beforeAll(async () => {
  server = await startTestKintone();
  const files = [
    { name: "見積書（最終）.pdf", contentType: "application/pdf", data: Buffer.from("%PDF-") },
    { name: "big.bin", data: big },
  ];
  server.app(1).seed([{ Docs: { value: files.map((file) => ({ fileKey: server.addFile(file) })) } }]);
  const attached = server.app(1).record(1)?.["Docs"]?.value ?? [];
  keys = (attached as { fileKey: string }[]).map(({ fileKey }) => fileKey);
  toolkit = testToolkit(server);
});
afterAll(async () => {
  await toolkit.close();
  await server.close();
});
beforeEach(() => server.faults.clear());

const download = (file_key: string, more: object = {}) => toolkit.run("kintone_download_file", { file_key, ...more });

describe("kintone_download_file", () => {
  it("hands a file out under its Japanese name", async () => {
    const answer = (await download(keys[0] ?? ""))._unsafeUnwrap();
    expect(answer.status === "completed" && answer.output).toEqual({
      file_key: keys[0],
      file_name: "見積書（最終）.pdf",
      mime_type: "application/pdf",
      size: 5,
      download_url: `${server.url}/k/v1/file.json?fileKey=${keys[0]}`,
      file: { uri: null, name: "見積書（最終）.pdf", media_type: "application/pdf", size: 5 },
    });
    expect(answer.files[0]?.bytes.toString()).toBe("%PDF-");
  });

  it("streams into the caller's sink", async () => {
    const hash = createHash("sha256");
    const input = { file_key: keys[1] ?? "" };
    const output = await toolkit.call("kintone_download_file", input, {
      onFile: async ({ body }) => {
        for await (const chunk of body) hash.update(chunk);
        return { uri: "sink:1" };
      },
    });
    expect(output._unsafeUnwrap()).toMatchObject({ size: big.byteLength, file: { uri: "sink:1" } });
    expect(hash.digest("hex")).toBe(createHash("sha256").update(big).digest("hex"));
  });

  it("refuses a file above max_bytes before it is read", async () => {
    expect(errorOf(await download(keys[1] ?? "", { max_bytes: 1000 }))).toMatchObject({
      code: "too_large",
      message: `The file takes ${big.byteLength} bytes, more than 1000 bytes.`,
    });
  });

  it("keeps kintone's code for an unknown key", async () => {
    const error = errorOf(await download("no-such-key"));
    expect(error).toMatchObject({
      code: "not_found",
      origin: { code: "GAIA_BL01", operation: "downloadFile", status: 404 },
    });
    expect(error.origin?.requestId).toBeTruthy();
  });

  it("fails when the file breaks off, and reads again what had not begun", async () => {
    server.faults.next({ kind: "truncated_body" }, { path: "file.json" });
    const error = errorOf(await download(keys[1] ?? ""));
    expect(["upstream", "unavailable"]).toContain(error.code);
    for (const secret of testSecrets) expect(JSON.stringify(error)).not.toContain(secret);
    server.faults.next({ kind: "unavailable_page" }, { path: "file.json" });
    expect((await download(keys[1] ?? "")).isOk()).toBe(true);
  });

  it("ends when the caller stops in the middle", async () => {
    server.faults.next({ kind: "slow_body", milliseconds: 10_000 }, { path: "file.json" });
    const result = await toolkit.call(
      "kintone_download_file",
      { file_key: keys[1] ?? "" },
      { signal: AbortSignal.timeout(50) },
    );
    expect(errorOf(result).code).toBe("aborted");
  });
});
