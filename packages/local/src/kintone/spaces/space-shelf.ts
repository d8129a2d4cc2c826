import type { LocalKintoneOptions } from "../definitions.ts";
import { ADMINISTRATOR } from "../directory.ts";
import type { Entity } from "../records/values.ts";
import type { SpaceDefinition, SpaceTemplateDefinition } from "./definitions.ts";
import type { Space, Thread } from "./space.ts";

/** The spaces of the domain, their threads, and the templates they are made from. */
export class SpaceShelf {
  readonly #spaces = new Map<number, Space>();
  readonly #templates: ReadonlyMap<number, SpaceTemplateDefinition>;
  readonly #now: () => Date;
  #lastThread = 0;

  constructor(options: Pick<LocalKintoneOptions, "spaces" | "spaceTemplates">, now: () => Date) {
    this.#now = now;
    this.#templates = new Map(options.spaceTemplates?.map((template) => [template.id, template]));
    for (const definition of options.spaces ?? []) this.add(definition, ADMINISTRATOR);
  }

  /** Makes a space with its default thread. */
  add(definition: SpaceDefinition, creator: Entity): Space {
    const id = definition.id ?? Math.max(0, ...this.#spaces.keys()) + 1;
    if (this.#spaces.has(id)) throw new TypeError(`Space id ${id} is taken; leave id out or choose another.`);
    const useMultiThread = definition.useMultiThread ?? false;
    const widget = useMultiThread ? true : null;
    const space: Space = {
      id,
      isGuest: definition.isGuest ?? false,
      creator,
      createdAt: this.#now().getTime(),
      modifier: creator,
      settings: {
        name: definition.name,
        isPrivate: definition.isPrivate ?? definition.isGuest ?? false,
        fixedMember: definition.fixedMember ?? false,
        useMultiThread,
        showAnnouncement: widget,
        showThreadList: widget,
        showAppList: widget,
        showMemberList: widget,
        showRelatedLinkList: widget,
        permissions: { createApp: "EVERYONE" },
      },
      body: "",
      members: (definition.members ?? []).map((member) => ({ isAdmin: false, includeSubs: false, ...member })),
      guests: [],
      threads: [],
    };
    this.addThread(space, definition.name, creator);
    this.#spaces.set(id, space);
    return space;
  }

  addThread(space: Space, name: string, creator: Entity): Thread {
    this.#lastThread += 1;
    const thread = { id: this.#lastThread, name, body: "", createdAt: this.#now().getTime(), creator, comments: [] };
    space.threads.push(thread);
    return thread;
  }

  get(id: number): Space | undefined {
    return this.#spaces.get(id);
  }

  get all(): readonly Space[] {
    return [...this.#spaces.values()];
  }

  /** The space that a thread is in. */
  ofThread(thread: number): Space | undefined {
    return this.all.find((space) => space.threads.some(({ id }) => id === thread));
  }

  delete(space: Space): void {
    this.#spaces.delete(space.id);
  }

  template(id: number): SpaceTemplateDefinition | undefined {
    return this.#templates.get(id);
  }
}
