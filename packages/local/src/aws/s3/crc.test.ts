import { expect, test } from "vitest";
import { createCrc32c, createCrc64Nvme } from "./crc.ts";

const check = "123456789";

test("the check values of the catalogue of CRC algorithms", () => {
  const crc32c = createCrc32c();
  const crc64 = createCrc64Nvme();
  crc32c.update(Buffer.from(check));
  crc64.update(Buffer.from(check));
  expect(crc32c.digest().toString("hex")).toBe("e3069283");
  expect(crc64.digest().toString("hex")).toBe("ae8b14860a799888");
});

test("a sum does not depend on how the bytes come", () => {
  const whole = createCrc64Nvme();
  const pieces = createCrc64Nvme();
  whole.update(Buffer.from(check.repeat(1000)));
  for (let count = 0; count < 1000; count += 1) pieces.update(Buffer.from(check));
  expect(pieces.digest()).toEqual(whole.digest());
});
