import { homedir } from "node:os";
import { pathToFileURL } from "node:url";
import { fileInput } from "@tsunagu/core/schemas";
import { expect, it } from "vitest";
import { resolveFilePaths } from "./file-paths.ts";

const schema = {
  "~standard": {
    ...fileInput["~standard"],
    jsonSchema: {
      input: () => {
        const file = { type: "object", "x-tsunagu-file": "file" };
        const nested = { type: "object", properties: { file } };
        return {
          type: "object",
          properties: { file, files: { type: "array", items: file }, nested, note: { type: "string" } },
        };
      },
      output: () => ({}),
    },
  },
};
const resolve = (input: unknown): unknown => resolveFilePaths(schema, input, "/work dir");

it("makes addresses of paths, wherever a file is meant", () => {
  const input = {
    file: { uri: "日報.txt", name: "a" },
    files: [{ uri: "../b c.txt" }],
    nested: { file: { uri: "/d#1.txt" } },
  };
  expect(resolve(input)).toEqual({
    file: { uri: pathToFileURL("/work dir/日報.txt").href, name: "a" },
    files: [{ uri: pathToFileURL("/b c.txt").href }],
    nested: { file: { uri: "file:///d%231.txt" } },
  });
  expect(resolve({ file: { uri: "~/a.txt" } })).toEqual({ file: { uri: pathToFileURL(`${homedir()}/a.txt`).href } });
});

it("leaves addresses, other fields, and what is no file for validation to name", () => {
  for (const uri of ["https://example.com/a", "data:,a", "file:///a", "s3://bucket/key", ""]) {
    expect(resolve({ file: { uri } })).toEqual({ file: { uri } });
  }
  for (const input of [{ note: "a.txt" }, { file: 5 }, { other: { uri: "a" } }, "text", null])
    expect(resolve(input)).toEqual(input);
});
