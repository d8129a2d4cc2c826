import { ToolFailure, toolError } from "@tsunagu/core";
import { expect, test } from "vitest";
import { readText } from "./read-text.ts";

async function* body(...chunks: (Uint8Array | Error)[]): AsyncGenerator<Uint8Array, void> {
  for (const chunk of chunks) {
    if (chunk instanceof Error) throw chunk;
    yield chunk;
  }
}

test("a character that two chunks share is read whole", async () => {
  const bytes = Buffer.from("日本");
  const text = await readText(body(bytes.subarray(0, 2), bytes.subarray(2)), 100, "a.txt");
  expect(text._unsafeUnwrap()).toBe("日本");
});

test("bytes that are not UTF-8 are unsupported", async () => {
  const error = (await readText(body(Buffer.from([0xc3])), 100, "a.txt"))._unsafeUnwrapErr();
  expect(error).toMatchObject({ code: "unsupported", message: "a.txt is not UTF-8 text." });
});

test("more bytes than allowed are too_large, though the size was not announced", async () => {
  const error = (await readText(body(Buffer.alloc(6), Buffer.alloc(5)), 10, "a.txt"))._unsafeUnwrapErr();
  expect(error).toMatchObject({ code: "too_large", message: "a.txt is larger than 10 bytes." });
});

test("a failure of the body keeps its own error; another is unavailable", async () => {
  const conflict = toolError("conflict", "replaced meanwhile");
  expect((await readText(body(new ToolFailure(conflict)), 10, "a.txt"))._unsafeUnwrapErr()).toBe(conflict);
  expect((await readText(body(new Error("reset")), 10, "a.txt"))._unsafeUnwrapErr().code).toBe("unavailable");
});
