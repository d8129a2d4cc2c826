import { expect, test } from "vitest";
import { readPythonLiteral } from "./python-literal.ts";

test("reads dicts, lists, texts, numbers and names, in Python's spelling", () => {
  const text = `{'顧客名': {'value': "O'Brien"}, 'n': [1, -2.5, 1e+16, 1e-07, 0], 'done': True, 'gone': False, 'note': None,}`;
  expect(readPythonLiteral(text)).toEqual({
    顧客名: { value: "O'Brien" },
    n: [1, -2.5, 1e16, 1e-7, 0],
    done: true,
    gone: false,
    note: null,
  });
});

test("reads every escape, and leaves those that Python does not know", () => {
  expect(readPythonLiteral(String.raw`['\'\"\\\n\r\t\x41\u3042\U0001f600\101\d']`)).toEqual(["'\"\\\n\r\tAあ😀A\\d"]);
});

test("a key is a key, whatever it is named", () => {
  const read = readPythonLiteral("{'__proto__': {'polluted': True}}") as object;
  expect(Object.keys(read)).toEqual(["__proto__"]);
  expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
});

test.each([
  "",
  "{'a'}",
  "{1: 2}",
  "{'a': b'x'}",
  "{'a': (1, 2)}",
  "{'a': nan}",
  "{'a': 01}",
  "{'a': 1_000}",
  "{'a': 1} or 1",
  "{'a': 'b",
  "{'a': __import__('os')}",
  "[1 2]",
  "[,]",
  String.raw`['\Uffffffff']`,
  "[".repeat(100_000),
])("%# is none", (text) => {
  expect(readPythonLiteral(text)).toBeUndefined();
});

test("a long text takes no more than its length", () => {
  const long = "x".repeat(2_000_000);
  expect(readPythonLiteral(`['${long}', '\\'${long}']`)).toEqual([long, `'${long}`]);
  expect(readPythonLiteral(`['${long}`)).toBeUndefined();
});
