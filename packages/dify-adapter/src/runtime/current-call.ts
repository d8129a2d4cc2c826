import { AsyncLocalStorage } from "node:async_hooks";
import type { Session } from "./session.ts";

/** What a tool can learn of the call from Dify that it runs in. */
export type DifyCall = Pick<Session, "backwards" | "signal">;

const calls = new AsyncLocalStorage<DifyCall>();

/**
 * The call from Dify that this code runs in, or undefined outside of one. For tools that are written for Dify alone and
 * use its storage or its other tools.
 */
export const currentDifyCall = (): DifyCall | undefined => calls.getStore();

/** Runs something inside of a call. */
export const runInCall = <T>(call: DifyCall, work: () => T): T => calls.run(call, work);
