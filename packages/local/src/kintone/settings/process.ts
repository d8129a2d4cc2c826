import type { ProcessDefinition } from "../definitions.ts";
import { invalidInput } from "../errors.ts";
import { type FieldTable, withDefinition } from "../fields.ts";
import {
  objectAt,
  optionalBoolean,
  optionalInteger,
  optionalList,
  optionalText,
  type Parameters,
  requiredText,
} from "../parameters.ts";

/** An app's process: its statuses in order, of which the first is a new record's, and the actions between them. */
export interface ProcessSettings {
  readonly enable: boolean;
  readonly states: readonly { readonly name: string; readonly assignee: Parameters }[];
  readonly actions: readonly ProcessAction[];
}

/** An action; what it holds beside is kept as it was given. */
export type ProcessAction = Parameters & { readonly name: string; readonly from: string; readonly to: string };

/** The process that an app starts with; undefined when none was ever set. */
export const initialProcess = (definition: ProcessDefinition | undefined): ProcessSettings | undefined =>
  definition && {
    enable: definition.enable,
    states: definition.states.map((name) => ({ name, assignee: NOBODY })),
    actions: definition.actions.map((action) => ({ filterCond: "", type: "PRIMARY", ...action })),
  };

/** A process as its API answers it. */
export const showProcess = (process: ProcessSettings | undefined) => ({
  enable: process?.enable ?? false,
  states:
    process === undefined
      ? null
      : Object.fromEntries(
          process.states.map(({ name, assignee }, index) => [name, { name, index: String(index), assignee }]),
        ),
  actions: process?.actions ?? null,
});

/** The process after a change. Statuses and actions that are given replace all there are; those left out stay. */
export const readProcess = (before: ProcessSettings | undefined, parameters: Parameters): ProcessSettings => {
  const present = before ?? { enable: false, states: FIRST_STATES, actions: [] };
  const states = parameters.states === undefined ? present.states : readStates(parameters.states, present);
  return {
    enable: parameters.enable === undefined ? present.enable : optionalBoolean(parameters, "enable"),
    states,
    actions: readActions(parameters, present, new Set(states.map(({ name }) => name))),
  };
};

/** The fields of an app, its status and assignee switched on or off as its process is. */
export const withProcess = (fields: FieldTable, { enable }: ProcessSettings): FieldTable =>
  withDefinition(fields, ({ type }) => (type === "STATUS" || type === "STATUS_ASSIGNEE" ? { enabled: enable } : {}));

const NOBODY = { type: "ONE", entities: [] };
const FIRST_STATES = ["Not started", "In progress", "Completed"].map((name) => ({ name, assignee: NOBODY }));

const readStates = (raw: unknown, present: ProcessSettings): ProcessSettings["states"] => {
  const states = Object.entries(objectAt(raw, "states")).map(([key, value]) => {
    const path = `states.${key}`;
    const state = objectAt(value, path);
    const index = optionalInteger(state, "index", `${path}.index`);
    if (index === undefined || index < 0)
      throw invalidInput(`${path}.index`, "A whole number of 0 or more is required.");
    const own = present.states.find(({ name }) => name === key)?.assignee ?? NOBODY;
    const assignee = state.assignee === undefined ? own : objectAt(state.assignee, `${path}.assignee`);
    return { index, name: optionalText(state, "name") ?? key, assignee };
  });
  if (states.length === 0) throw invalidInput("states", "At least one status is required.");
  if (new Set(states.map(({ name }) => name)).size < states.length)
    throw invalidInput("states", "Two of them have the same name.");
  return states.sort((left, right) => left.index - right.index).map(({ name, assignee }) => ({ name, assignee }));
};

const readActions = (
  parameters: Parameters,
  present: ProcessSettings,
  states: ReadonlySet<string>,
): readonly ProcessAction[] => {
  const given = optionalList(parameters, "actions") ?? present.actions;
  return given.map((raw, index) => {
    const path = `actions[${index}]`;
    const action = objectAt(raw, path);
    const [from, to] = (["from", "to"] as const).map((end) => {
      const state = requiredText(action, end, `${path}.${end}`);
      if (!states.has(state)) throw invalidInput(`${path}.${end}`, `There is no status ${state}.`);
      return state;
    });
    const name = requiredText(action, "name", `${path}.name`);
    return { filterCond: "", type: "PRIMARY", ...action, name, from: from ?? "", to: to ?? "" };
  });
};
