export { type CatalogOptions, checkCatalog } from "./catalog.ts";
export { type ContractOptions, checkToolContract } from "./contract.ts";
