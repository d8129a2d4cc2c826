import type { Faults } from "./faults.ts";
import type { RequestLog } from "./log.ts";
import type { S3Inspection } from "./s3/inspection.ts";
import type { LocalRole } from "./sts/roles.ts";

/** A key pair, with a session token when it is temporary. */
export interface LocalAwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** From then on requests signed with it are refused as expired. */
  readonly expiresAt?: Date;
}

export interface LocalAwsOptions {
  /** 0 or left out: any free port. */
  readonly port?: number;
  /** For ARNs, and for whoever asks where the server is; `us-east-1` when left out. Requests may be signed for any region. */
  readonly region?: string;
  /** The keys that are accepted; one fixed pair when left out. */
  readonly credentials?: readonly LocalAwsCredentials[];
  /** The roles that AssumeRole knows; every well-formed role when left out. */
  readonly roles?: readonly LocalRole[];
  /** The clock, for signatures, expiry and dates. */
  readonly now?: () => Date;
  /** Where to make the private directory for bodies larger than 1 MiB; the system's temporary directory when left out. */
  readonly dataDirectory?: string;
  /** How long a DynamoDB table is CREATING, UPDATING or DELETING, in milliseconds; 0 when left out. */
  readonly tableDelayMs?: number;
}

/** A running server. */
export interface LocalAws extends AsyncDisposable {
  /** For `AWS_ENDPOINT_URL`, such as `http://127.0.0.1:4566`. */
  readonly url: string;
  readonly port: number;
  readonly region: string;
  readonly accountId: string;
  /** The first of the accepted keys. */
  readonly credentials: LocalAwsCredentials;
  /** What is stored, for assertions. */
  readonly s3: S3Inspection;
  /** Failures to come. */
  readonly faults: Faults;
  /** What was asked and answered. */
  readonly requests: RequestLog;
  /** Ends all connections and removes all that was stored. */
  close(): Promise<void>;
}
