export type { Fault, FaultKind, Faults } from "./faults.ts";
export type { LoggedRequest, RequestLog } from "./log.ts";
export type { InspectedBucket, InspectedObject, InspectedUpload, S3Inspection } from "./s3/inspection.ts";
export type { ServiceName } from "./service.ts";
export { startLocalAws } from "./start.ts";
export type { LocalRole } from "./sts/roles.ts";
export type { LocalAws, LocalAwsCredentials, LocalAwsOptions } from "./types.ts";
