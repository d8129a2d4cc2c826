import { readPythonLiteral } from "@tsunagu/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { run } from "./support/process.ts";

const printAll = "import json, sys; print(json.dumps([repr(value) for value in json.load(sys.stdin)]))";

test("what Python prints of a dict or list is read back as it was", async () => {
  const values = fc.sample(fc.jsonValue({ depthSize: "medium", stringUnit: "binary" }), 2_000);
  const options = { input: JSON.stringify(values), timeoutMs: 30_000 };
  const printed: string[] = JSON.parse(await run("python3", ["-c", printAll], options));
  expect(printed.map(readPythonLiteral)).toEqual(JSON.parse(JSON.stringify(values)));
});
