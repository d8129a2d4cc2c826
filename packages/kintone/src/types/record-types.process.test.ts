import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { startLocalKintone } from "@tsunagu/local";
import { afterAll, beforeAll, expect, it } from "vitest";
import { everything, testToken, testUser } from "../testing/local-kintone.ts";
import { typedForm } from "../testing/typed-form.ts";
import { recordTypes } from "./record-types.ts";

const fromRoot = (path: string): string => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "record-types-"));
  await symlink(fromRoot("packages/core/node_modules"), join(directory, "node_modules"));
  await writeFile(join(directory, "app12.ts"), recordTypes(typedForm));
  await writeFile(join(directory, "package.json"), '{"type":"module"}');
});
afterAll(() => rm(directory, { recursive: true }));

/** What the installed compiler says of a file that uses the generated module. */
const compile = async (source: string, more: readonly string[] = []): Promise<string> => {
  await writeFile(join(directory, "use.ts"), source);
  const options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2024"];
  const flags = [...options, "--allowImportingTsExtensions", ...more, "use.ts"];
  const script = fromRoot("node_modules/typescript/bin/tsc");
  const { promise, resolve } = Promise.withResolvers<string>();
  execFile(process.execPath, [script, ...flags], { cwd: directory }, (_error, stdout) => resolve(stdout));
  return promise;
};

const good = `
import { app12Record, app12RecordInput, type App12Record, type App12RecordInput } from "./app12.ts";
declare const record: App12Record;
export const amount: string = record.金額.value;
export const level: "B\\\\中" | 'A "高"' | null = record.確度.value;
export const quantity: string | undefined = record.明細.value[0]?.value.数.value;
export const input: App12RecordInput = {
  会社名: { value: "青空商事" },
  金額: { value: 120 },
  tags: { value: ["x"] },
  明細: { value: [{ value: { 品名: { value: "鉛筆" } } }, { id: "5", value: {} }] },
  添付: { value: [{ fileKey: "key" }] },
};
const toolkitData: Record<string, { value?: unknown; [more: string]: unknown }> = input;
export const parsed: App12RecordInput = app12RecordInput.parse(toolkitData);
export const read: App12Record = app12Record.parse(record);
`;

it("compiles, with and without exact optional properties, and fits what a toolkit's call takes", async () => {
  expect(await compile(good)).toBe("");
  expect(await compile(good, ["--exactOptionalPropertyTypes"])).toBe("");
}, 60_000);

it("lets the compiler find wrong codes, choices and values", async () => {
  const wrong = [
    '{ 会社: { value: "x" } }',
    '{ tags: { value: ["w"] } }',
    "{ 金額: { value: true } }",
    '{ 番号: { value: "1" } }',
    "{ 明細: { value: [{ value: { 品: { value: 1 } } }] } }",
  ];
  const lines = wrong.map((input, index) => `export const wrong${index}: App12RecordInput = ${input};`);
  const found = await compile(`import type { App12RecordInput } from "./app12.ts";\n${lines.join("\n")}\n`);
  expect(wrong.map((_input, index) => found.includes(`use.ts(${index + 2},`))).toEqual(wrong.map(() => true));
}, 60_000);

it("has schemas that take the records kintone answers, and refuse others", async () => {
  const fields = Object.fromEntries(Object.entries(typedForm.properties).filter(([code]) => code !== "__proto__"));
  await using server = await startLocalKintone({
    users: [testUser],
    apps: [
      {
        id: 12,
        name: "Typed",
        fields,
        process: { enable: true, states: ["open"], actions: [] },
        tokens: [{ token: testToken, permissions: everything }],
      },
    ],
  });
  await writeFile(join(directory, "app.ts"), recordTypes({ appId: "12", properties: fields }));
  const { app12Record, app12RecordInput } = await import(pathToFileURL(join(directory, "app.ts")).href);
  const input = {
    会社名: { value: "青空商事" },
    金額: { value: 12.5 },
    確度: { value: 'A "高"' },
    tags: { value: ["x", "y"] },
    日時: { value: "2026-01-31T09:30:00+09:00" },
    who: { value: [{ code: "sato" }] },
    添付: { value: [{ fileKey: server.addFile({ name: "見積.txt", data: new Uint8Array([1]) }) }] },
    明細: { value: [{ value: { 品名: { value: "鉛筆" }, 数: { value: 3 } } }] },
  };
  server.app(12).seed([app12RecordInput.parse(input), {}]);
  for (const record of server.app(12).records()) expect(app12Record.parse(record)).toEqual(record);
  expect(app12RecordInput.safeParse({ 会社: { value: "x" } }).success).toBe(false);
  expect(app12RecordInput.safeParse({ tags: { value: ["w"] } }).success).toBe(false);
});
