export { dynamodbManager } from "./manager.ts";
