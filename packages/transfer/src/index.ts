export {
  createTransferConnector,
  type TransferConnector,
  type TransferSession,
  transfer,
  transferTool,
} from "./connector.ts";
export { kintoneExportToS3 } from "./export/to-s3.ts";
export { kintoneImportFromS3 } from "./import/from-s3.ts";
export { transferTools } from "./tools.ts";
