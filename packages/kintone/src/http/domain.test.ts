import { expect, it } from "vitest";
import { backOff, joinDomain, maxConcurrentCalls, observeConcurrency } from "./domain.ts";

it("is shared by all sessions of a domain, and forgotten with the last one", () => {
  const [first, second, other] = [joinDomain("https://a"), joinDomain("https://a"), joinDomain("https://b")];
  expect(second.domain).toBe(first.domain);
  expect(other.domain).not.toBe(first.domain);
  first.leave();
  first.leave();
  expect(joinDomain("https://a").domain).toBe(second.domain);
  for (const member of [second, second, other]) member.leave();
});

it("leaves room for what else runs in the domain", async () => {
  const { domain, leave } = joinDomain("https://c");
  const exit = await domain.calls.enter(new AbortController().signal);
  observeConcurrency(domain, "100", "1");
  expect(domain.calls.limit).toBe(maxConcurrentCalls);
  observeConcurrency(domain, "100", "96");
  expect(domain.calls.limit).toBe(4);
  observeConcurrency(domain, "100", "101");
  expect(domain.calls.limit).toBe(1);
  observeConcurrency(domain, undefined, "x");
  expect(domain.calls.limit).toBe(1);
  observeConcurrency(domain, "100", "1");
  backOff(domain);
  expect(domain.calls.limit).toBe(maxConcurrentCalls / 2);
  exit();
  leave();
});
