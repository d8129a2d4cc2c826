import type { Entity } from "../records/values.ts";
import type { SpaceMemberDefinition } from "./definitions.ts";

/** The settings of a space that can be changed, by the API's names. */
export interface SpaceSettings {
  readonly name: string;
  readonly isPrivate: boolean;
  readonly fixedMember: boolean;
  readonly useMultiThread: boolean;
  readonly showAnnouncement: boolean | null;
  readonly showThreadList: boolean | null;
  readonly showAppList: boolean | null;
  readonly showMemberList: boolean | null;
  readonly showRelatedLinkList: boolean | null;
  readonly permissions: { readonly createApp: "EVERYONE" | "ADMIN" };
}

/** A comment in a thread; `createdAt` is epoch milliseconds. */
export interface ThreadComment {
  readonly id: number;
  readonly text: string;
  readonly creator: Entity;
  readonly createdAt: number;
}

/** A thread of a space. */
export interface Thread {
  readonly id: number;
  name: string;
  body: string;
  readonly createdAt: number;
  readonly creator: Entity;
  readonly comments: ThreadComment[];
}

/** A space as it is kept. */
export interface Space {
  readonly id: number;
  readonly isGuest: boolean;
  readonly creator: Entity;
  readonly createdAt: number;
  modifier: Entity;
  settings: SpaceSettings;
  body: string;
  members: readonly Required<SpaceMemberDefinition>[];
  guests: readonly string[];
  /** The first is the default thread. */
  readonly threads: Thread[];
}
