import type { EntityDefinition, LocalKintoneOptions, OAuthTokenDefinition, UserDefinition } from "./definitions.ts";
import type { Entity } from "./records/values.ts";

/** The people, groups, organizations and OAuth tokens of the domain. */
export class Directory {
  readonly #users: ReadonlyMap<string, UserDefinition>;
  readonly #oauthTokens: ReadonlyMap<string, OAuthTokenDefinition>;
  readonly #entities: Readonly<Record<EntityKind, ReadonlyMap<string, Entity>>>;

  constructor(options: LocalKintoneOptions) {
    this.#users = new Map(options.users?.map((user) => [user.code, user]));
    this.#oauthTokens = new Map(options.oauthTokens?.map((token) => [token.token, token]));
    this.#entities = {
      USER: byCode([ADMINISTRATOR, ...(options.users ?? [])]),
      GROUP: byCode(options.groups ?? []),
      ORGANIZATION: byCode(options.organizations ?? []),
    };
    for (const token of this.#oauthTokens.values()) {
      if (!this.#users.has(token.user)) throw new TypeError(`oauthTokens: user ${token.user} is not listed in users.`);
    }
  }

  user(code: string): UserDefinition | undefined {
    return this.#users.get(code);
  }

  oauthToken(token: string): OAuthTokenDefinition | undefined {
    return this.#oauthTokens.get(token);
  }

  get users(): readonly UserDefinition[] {
    return [...this.#users.values()];
  }

  /** All that a kind of select field may name, in the order in which they were listed. */
  all(kind: EntityKind): readonly Entity[] {
    return [...this.#entities[kind].values()];
  }

  find(kind: EntityKind, code: string): Entity | undefined {
    return this.#entities[kind].get(code);
  }
}

/** What a select field may name. */
export type EntityKind = "USER" | "GROUP" | "ORGANIZATION";

/** Whom API tokens act as. */
export const ADMINISTRATOR: Entity = { code: "Administrator", name: "Administrator" };

const byCode = (entities: readonly EntityDefinition[]): ReadonlyMap<string, Entity> =>
  new Map(entities.map(({ code, name }) => [code, { code, name: name ?? code }]));
