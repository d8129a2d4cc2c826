export interface RedactorLimits {
  /** How deep objects are shown. Default 12. */
  readonly maxDepth: number;
  /** Items shown of one collection. Default 100. */
  readonly maxItems: number;
  /** Values shown in all. Default 10,000. */
  readonly maxNodes: number;
  /** Characters kept of one text. Default 4,096. */
  readonly maxString: number;
  /** Characters looked at in all texts of one value together. Default 1 Mi; what is beyond is dropped. */
  readonly maxScan: number;
}
