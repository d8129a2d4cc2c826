import * as z from "@tsunagu/core/zod";

/** An app's process as a writer of records needs to know it. */
export const processDescription = () =>
  z.object({
    enabled: z.boolean(),
    states: z.array(z.string()).describe("Statuses, in order; a new record has the first."),
    actions: z.array(z.object({ name: z.string(), from: z.string(), to: z.string() })),
  });

export type ProcessDescription = z.output<ReturnType<typeof processDescription>>;

const most = 300;

interface ProcessSettings {
  readonly enable: boolean;
  readonly states: Readonly<Record<string, { readonly name: string; readonly index: string | number }>> | null;
  readonly actions: readonly { readonly name: string; readonly from: string; readonly to: string }[] | null;
}

/** Describes the process of an app; without names where it is switched off. */
export const describeProcess = ({ enable, states, actions }: ProcessSettings): ProcessDescription => {
  if (!enable) return { enabled: false, states: [], actions: [] };
  const inOrder = Object.values(states ?? {}).sort((a, b) => Number(a.index) - Number(b.index));
  return {
    enabled: true,
    states: inOrder.slice(0, most).map(({ name }) => name),
    actions: (actions ?? []).slice(0, most).map(({ name, from, to }) => ({ name, from, to })),
  };
};
