import { expect, it } from "vitest";
import { checkFileName } from "./file-name.ts";

const check = (name: string) => checkFileName(name, ["file_names", 0]);

it("keeps a Japanese name and takes a path away", () => {
  expect(check("請求書 2026年.pdf")._unsafeUnwrap()).toBe("請求書 2026年.pdf");
  expect(check("C:\\docs\\見積.xlsx")._unsafeUnwrap()).toBe("見積.xlsx");
  expect(check("../../etc/passwd")._unsafeUnwrap()).toBe("passwd");
});

it.each(['a"b.txt', "a:b", "what?.txt", "a|b", "a<b>", "a*b", "line\nbreak", "", "..", "あ".repeat(86)])(
  "refuses %j with a way out",
  (name) => {
    const error = check(name)._unsafeUnwrapErr();
    expect(error).toMatchObject({
      code: "invalid_input",
      issues: [{ path: ["file_names", 0] }],
      hint: expect.stringContaining("255 bytes"),
    });
  },
);
