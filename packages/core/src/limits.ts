/** What no call exceeds, unless the toolkit's owner says otherwise. */
export interface Limits {
  /** Milliseconds a call may take, for tools that set no deadline of their own. Default 120,000. */
  readonly deadlineMs: number;
  /** Milliseconds a stopped call is given to clean up (to abort an upload, say) before it is left. Default 5,000. */
  readonly abortGraceMs: number;
  /** Bytes of one file that a tool may read from its caller. Default 5 TiB, S3's own limit. */
  readonly inputFileBytes: number;
  /** Bytes of one file fetched from an `https:` reference or held in a `data:` one. Default 1 GiB. */
  readonly fetchedFileBytes: number;
  /** Bytes of files that a call may collect in memory when the caller gave no sink for them. Default 32 MiB. */
  readonly collectedFileBytes: number;
  /** Characters of content that a call may collect from `emit`. Default 8 Mi. */
  readonly collectedCharacters: number;
  /** Open sessions kept for different connections. Default 64. */
  readonly sessions: number;
  /** Milliseconds after which an unused session is closed. Default 15 minutes. */
  readonly sessionIdleMs: number;
}

export const defaultLimits: Limits = {
  deadlineMs: 120_000,
  abortGraceMs: 5_000,
  inputFileBytes: 5 * 1024 ** 4,
  fetchedFileBytes: 1024 ** 3,
  collectedFileBytes: 32 * 1024 ** 2,
  collectedCharacters: 8 * 1024 ** 2,
  sessions: 64,
  sessionIdleMs: 15 * 60_000,
};
