export { type BuiltPackage, buildPackage, type PackageOptions } from "./build-package.ts";
export { type Bundle, type BundleOptions, bundleProgram } from "./bundle.ts";
export { packageChecksum } from "./checksum.ts";
export type { Contributor, Part, SizeReport } from "./size-report.ts";
export { zipFiles } from "./zip.ts";
