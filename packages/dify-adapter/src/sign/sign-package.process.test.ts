import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeTempDirectory } from "@tsunagu/core";
import { unzipSync } from "fflate";
import { beforeAll, expect, test } from "vitest";
import { zipFiles } from "../package/zip.ts";
import { generateSigningKeys, type SigningKeys } from "./keys.ts";
import { signPackage } from "./sign-package.ts";
import { verifyPackage } from "./verify-package.ts";
import { withZipComment, zipComment, zipEntries } from "./zip-archive.ts";

const files = new Map<string, Uint8Array>([
  ["tools/a.yaml", Buffer.from("a: 1")],
  ["manifest.yaml", Buffer.from("version: 1.0.0")],
]);
const packed = zipFiles(files);
let keys: SigningKeys;
beforeAll(async () => {
  keys = await generateSigningKeys();
}, 60_000);

test("the keys are in the form that the daemon reads", () => {
  expect(keys.privateKey).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n[\s\S]+\n-----END RSA PRIVATE KEY-----\n$/);
  expect(keys.publicKey).toMatch(/^-----BEGIN RSA PUBLIC KEY-----\n[\s\S]+\n-----END RSA PUBLIC KEY-----\n$/);
});

test("openssl finds the signature right over what the daemon hashes", async () => {
  const signed = signPackage(packed, { privateKey: keys.privateKey, time: 1_790_000_000 });
  const { signature, time } = JSON.parse(zipComment(signed));
  expect(time).toBe(1_790_000_000);
  const contents = Object.entries(unzipSync(signed));
  expect(contents.map(([path]) => path)).toEqual(["manifest.yaml", "tools/a.yaml", ".verification.dify.json"]);
  expect(Buffer.from(contents[2]?.[1] ?? "").toString()).toBe('{"authorized_category":"community"}');
  const hashes = contents.map(([, content]) => createHash("sha256").update(content).digest());

  await using directory = await makeTempDirectory();
  const path = (name: string): string => join(directory.path, name);
  await writeFile(path("data"), Buffer.concat([...hashes, Buffer.from("1790000000")]));
  await writeFile(path("signature"), Buffer.from(signature, "base64"));
  await writeFile(path("key.pem"), keys.publicKey);
  const rsa = ["rsa", "-RSAPublicKey_in", "-in", path("key.pem"), "-pubout", "-out", path("public.pem")];
  execFileSync("openssl", rsa, { stdio: "ignore" });
  const options = ["-sha256", "-verify", path("public.pem"), "-signature", path("signature"), path("data")];
  expect(execFileSync("openssl", ["dgst", ...options], { encoding: "utf8" })).toBe("Verified OK\n");
});

test("a signed package is verified, and says whom it comes from", () => {
  const signed = signPackage(packed, { privateKey: keys.privateKey, category: "partner", time: 1_790_000_000 });
  expect(verifyPackage(signed, keys.publicKey)).toEqual({ category: "partner", time: 1_790_000_000 });
  const again = signPackage(signed, { privateKey: keys.privateKey, time: 1_790_000_001 });
  expect(verifyPackage(again, keys.publicKey)).toEqual({ category: "community", time: 1_790_000_001 });
  expect(zipEntries(again)).toHaveLength(3);
});

test("what was changed, is not signed, or is signed by another is refused", async () => {
  const signed = Buffer.from(signPackage(packed, { privateKey: keys.privateKey }));
  const changed = zipFiles(new Map(zipEntries(signed)).set("manifest.yaml", Buffer.from("version: 6.6.6")));
  expect(() => verifyPackage(changed, keys.publicKey)).toThrow("The package is not signed");
  const kept = withZipComment(changed, zipComment(signed));
  expect(() => verifyPackage(kept, keys.publicKey)).toThrow("a file was changed");
  const { publicKey } = await generateSigningKeys();
  expect(() => verifyPackage(signed, publicKey)).toThrow("does not fit");
  expect(() => verifyPackage(packed, keys.publicKey)).toThrow("not signed");
}, 60_000);

test("what is no key is refused, and not repeated", () => {
  expect(() => signPackage(packed, { privateKey: "-----BEGIN RSA PRIVATE KEY-----\nsecret" })).toThrow(
    /^This is no private key in PEM form\.$/,
  );
  expect(() => verifyPackage(packed, keys.privateKey)).toThrow("the public one is needed");
});
