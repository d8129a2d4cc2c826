export {
  type Fault as AwsFault,
  type LocalAws,
  type LocalAwsCredentials,
  type LocalAwsOptions,
  type LocalRole,
  startLocalAws,
} from "./aws/index.ts";
export {
  type App,
  type AppDefinition,
  type Fault as KintoneFault,
  type FieldDefinition,
  type LocalKintone,
  type LocalKintoneOptions,
  startLocalKintone,
  type TokenDefinition,
  type UserDefinition,
} from "./kintone/index.ts";
