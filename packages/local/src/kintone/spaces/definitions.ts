/** A member of a space: a user, a group or an organization. */
export interface SpaceMemberDefinition {
  readonly type: "USER" | "GROUP" | "ORGANIZATION";
  readonly code: string;
  readonly isAdmin?: boolean;
  readonly includeSubs?: boolean;
}

/** A space to serve. Apps are in it by their `spaceId` or `guestSpaceId`. */
export interface SpaceDefinition {
  readonly id?: number;
  readonly name: string;
  readonly isPrivate?: boolean;
  readonly isGuest?: boolean;
  readonly fixedMember?: boolean;
  readonly useMultiThread?: boolean;
  readonly members?: readonly SpaceMemberDefinition[];
}

/** A template that spaces are made from. */
export interface SpaceTemplateDefinition {
  readonly id: number;
  readonly name: string;
}
