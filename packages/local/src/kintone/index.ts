export type { App, AppToken, Comment } from "./app.ts";
export type { AuthKind } from "./auth.ts";
export type {
  AppDefinition,
  EntityDefinition,
  FieldDefinition,
  FieldOptions,
  LocalKintoneOptions,
  LookupDefinition,
  OAuthTokenDefinition,
  Permission,
  ProcessDefinition,
  RecordInput,
  TokenDefinition,
  UserDefinition,
} from "./definitions.ts";
export type { Fault, FaultPlan, FaultTarget } from "./faults.ts";
export { type LocalKintone, startLocalKintone } from "./local-kintone.ts";
export type { ApiRecord, ApiValue } from "./records/view.ts";
export type { LoggedRequest } from "./request-log.ts";
export type { SpaceDefinition, SpaceMemberDefinition, SpaceTemplateDefinition } from "./spaces/definitions.ts";
