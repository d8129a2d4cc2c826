/** A role that can be assumed on the local server. */
export interface LocalRole {
  readonly arn: string;
  /** When set, AssumeRole must state this external ID. */
  readonly externalId?: string;
  /** Longest session in seconds; 3,600 when left out. */
  readonly maxSessionSeconds?: number;
}
