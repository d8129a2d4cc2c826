import { createGate, type Gate } from "./gate.ts";

/** What all sessions of one kintone domain in this process share: kintone counts calls by domain, not by credential. */
export interface Domain {
  /** Calls at once. kintone's own limit is 100 for everybody together. */
  readonly calls: Gate;
  /** kintone refuses parallel cursor calls. */
  readonly cursorCalls: Gate;
  /** Cursors that live at once; kintone allows ten. */
  readonly cursors: Gate;
}

/** Most calls at once that this process makes to one domain. */
export const maxConcurrentCalls = 20;
const maxCursors = 8;

const domains = new Map<string, { readonly domain: Domain; users: number }>();

/** Takes part in a domain. Call `leave` when the session closes. */
export const joinDomain = (origin: string): { readonly domain: Domain; leave(): void } => {
  const entry = domains.get(origin) ?? { domain: newDomain(), users: 0 };
  domains.set(origin, entry);
  entry.users++;
  let left = false;
  const leave = (): void => {
    if (left) return;
    left = true;
    entry.users--;
    if (entry.users === 0) domains.delete(origin);
  };
  return { domain: entry.domain, leave };
};

/** Adapts to what an answer says about the domain: how many calls it allows and how many run, ours and others'. */
export const observeConcurrency = (domain: Domain, limit: string | undefined, running: string | undefined): void => {
  const [allowed, all] = [Number(limit ?? Number.NaN), Number(running ?? Number.NaN)];
  if (!Number.isFinite(allowed) || !Number.isFinite(all)) return;
  const others = Math.max(0, all - domain.calls.running);
  const share = Math.floor((allowed - others) * 0.8);
  domain.calls.setLimit(Math.min(maxConcurrentCalls, share));
};

/** Halves what we ask of a domain that has said it is too much. */
export const backOff = (domain: Domain): void => domain.calls.setLimit(Math.floor(domain.calls.limit / 2));

const newDomain = (): Domain => ({
  calls: createGate(maxConcurrentCalls),
  cursorCalls: createGate(1),
  cursors: createGate(maxCursors),
});
