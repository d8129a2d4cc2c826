import type { Tool } from "@tsunagu/core";

/** Every tool that moves data between kintone and AWS. */
export const transferTools = [] as const satisfies readonly Tool[];
