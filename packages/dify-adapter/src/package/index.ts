export { generateSigningKeys, type SigningKeys } from "../sign/keys.ts";
export { type SignatureCategory, type SignOptions, signatureCategories, signPackage } from "../sign/sign-package.ts";
export { type VerifiedSignature, verifyPackage } from "../sign/verify-package.ts";
export { type BuiltPackage, buildPackage, type PackageOptions } from "./build-package.ts";
export { type Bundle, type BundleOptions, bundleProgram } from "./bundle.ts";
export { packageChecksum } from "./checksum.ts";
export { readPackage, unpack } from "./read-package.ts";
export type { Contributor, Part, SizeReport } from "./size-report.ts";
export { zipFiles } from "./zip.ts";
