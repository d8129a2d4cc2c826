import type { Tool } from "@tsunagu/core";
import { kintoneExportToS3 } from "./export/to-s3.ts";
import { kintoneImportFromS3 } from "./import/from-s3.ts";

/** Every tool that moves data between kintone and AWS. */
export const transferTools = [kintoneExportToS3, kintoneImportFromS3] as const satisfies readonly Tool[];
