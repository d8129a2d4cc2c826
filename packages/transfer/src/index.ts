export {
  createTransferConnector,
  type TransferConnector,
  type TransferSession,
  transfer,
  transferTool,
} from "./connector.ts";
export { transferTools } from "./tools.ts";
