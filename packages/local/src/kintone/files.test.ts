import { describe, expect, it } from "vitest";
import { failure, startTestKintone, type TestKintone, uploadFile } from "./test-client.ts";

const fields = { Files: { type: "FILE" }, Title: { type: "SINGLE_LINE_TEXT", required: true } };
const title = { Title: { value: "t" } };
const attach = (...fileKeys: string[]) => ({ Files: { value: fileKeys.map((fileKey) => ({ fileKey })) } });

const attachments = (test: TestKintone, id = 1): { fileKey: string; name: string; size: string }[] => {
  const value = test.app.record(id)?.Files?.value;
  return Array.isArray(value) ? value : [];
};

const download = (test: TestKintone, fileKey: string) =>
  fetch(`${test.kintone.url}/k/v1/file.json?fileKey=${fileKey}`, {
    headers: { "X-Cybozu-API-Token": test.app.token("view") },
  });

describe("file.json", () => {
  it("uploads, attaches and downloads a file under its own name", async () => {
    await using test = await startTestKintone(fields);
    const fileKey = await uploadFile(test, "見積 (最終).txt", "hello");
    expect(fileKey).toMatch(/^[0-9a-f-]{36}$/);
    await test.call("POST", "record.json", { record: { ...title, ...attach(fileKey) } });
    const [attached] = attachments(test);
    expect(attached).toEqual({
      fileKey: attached?.fileKey,
      name: "見積 (最終).txt",
      contentType: "text/plain",
      size: "5",
    });
    expect(attached?.fileKey.length).toBeGreaterThan(50);

    const response = await download(test, attached?.fileKey ?? "");
    expect(await response.text()).toBe("hello");
    expect(response.headers.get("content-length")).toBe("5");
    expect(response.headers.get("content-type")).toBe("text/plain");
    expect(response.headers.get("content-disposition")).toBe(
      `attachment; filename="__ (__).txt"; filename*=UTF-8''%E8%A6%8B%E7%A9%8D%20%28%E6%9C%80%E7%B5%82%29.txt`,
    );
  });

  it("spends an upload key once, and gives it back when the write fails", async () => {
    await using test = await startTestKintone(fields);
    const fileKey = await uploadFile(test, "a.txt", "a");
    expect(failure(await test.call("POST", "record.json", { record: attach(fileKey) }))).toMatchObject({ status: 400 });
    expect((await test.call("POST", "record.json", { record: { ...title, ...attach(fileKey) } })).status).toBe(200);
    const again = await test.call("POST", "record.json", { record: { ...title, ...attach(fileKey) } });
    expect(failure(again)).toMatchObject({ status: 404, code: "GAIA_BL01" });
    expect((await download(test, fileKey)).status).toBe(404);
  });

  it("replaces the whole list, keeping what is repeated", async () => {
    await using test = await startTestKintone(fields);
    const record = { ...title, ...attach(await uploadFile(test, "a.txt", "a"), await uploadFile(test, "b.txt", "b")) };
    await test.call("POST", "record.json", { record });
    const [first, second] = attachments(test).map((attachment) => attachment.fileKey);
    const change = attach(second ?? "", await uploadFile(test, "c.txt", "c"));
    expect((await test.call("PUT", "record.json", { id: 1, record: change })).status).toBe(200);
    expect(attachments(test).map((attachment) => attachment.name)).toEqual(["b.txt", "c.txt"]);
    expect(attachments(test)[0]?.fileKey).toBe(second);
    expect((await download(test, first ?? "")).status).toBe(404);
    expect((await download(test, second ?? "")).status).toBe(200);
  });

  it("forgets an upload that is not attached for three days", async () => {
    let now = new Date("2026-01-01T00:00:00Z");
    await using test = await startTestKintone(fields, { now: () => now });
    const fileKey = await uploadFile(test, "a.txt", "a");
    now = new Date("2026-01-04T00:00:01Z");
    const late = await test.call("POST", "record.json", { record: { ...title, ...attach(fileKey) } });
    expect(failure(late)).toMatchObject({ status: 404, code: "GAIA_BL01" });
  });

  it("carries megabytes through unchanged, whatever bytes they are", async () => {
    await using test = await startTestKintone(fields);
    const data = new Uint8Array(3 * 1024 * 1024).map((_, index) => (index * 7919) % 256);
    const fileKey = await uploadFile(test, "big.bin", data);
    await test.call("POST", "record.json", { record: { ...title, ...attach(fileKey) } });
    const response = await download(test, attachments(test)[0]?.fileKey ?? "");
    expect(Buffer.from(await response.arrayBuffer()).equals(Buffer.from(data))).toBe(true);
  });

  it("refuses uploads that are too large, cut short, or no multipart", async () => {
    await using test = await startTestKintone(fields, { maxFileBytes: 1000 });
    await expect(uploadFile(test, "big.txt", "x".repeat(1001))).rejects.toThrow("413");
    const post = async (type: string, body: string) => {
      const headers = { "content-type": type, "X-Cybozu-API-Token": test.app.token("add") };
      const response = await fetch(`${test.kintone.url}/k/v1/file.json`, { method: "POST", headers, body });
      return failure({ status: response.status, headers: response.headers, body: await response.json() });
    };
    const part = '--b\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\nabc';
    expect(await post("multipart/form-data; boundary=b", `${part}\r\n--b--\r\n`)).toMatchObject({ status: 200 });
    expect(await post("multipart/form-data; boundary=b", part)).toMatchObject({ status: 400, code: "CB_IL02" });
    expect(await post("multipart/form-data", part)).toMatchObject({ status: 400, code: "CB_IL02" });
    expect(await post("multipart/form-data; boundary=b", "--b--")).toMatchObject({
      status: 400,
      code: "CB_VA01",
      paths: ["file"],
    });
    expect(await post("application/json", "{}")).toMatchObject({ status: 400, code: "CB_IL02" });
  });

  it("lets files be seeded without HTTP", async () => {
    await using test = await startTestKintone(fields);
    const fileKey = test.kintone.addFile({ name: "seed.txt", contentType: "text/plain", data: Buffer.from("seeded") });
    test.app.seed([attach(fileKey)]);
    expect(await (await download(test, attachments(test)[0]?.fileKey ?? "")).text()).toBe("seeded");
  });
});
