export { type ContractOptions, checkToolContract } from "./contract.ts";
