import type { SpaceDefinition, SpaceTemplateDefinition } from "./spaces/definitions.ts";

/** What an API token or a user may do in an app; `manage` is app management. */
export type Permission = "view" | "add" | "edit" | "delete" | "manage";

/** The choices of a drop-down, radio, check-box or multi-choice field, keyed by label as kintone keys them. */
export type FieldOptions = Readonly<Record<string, { readonly label: string; readonly index: string | number }>>;

/** A lookup: writing the key copies fields out of the matching record of another app. */
export interface LookupDefinition {
  readonly relatedApp: { readonly app: string | number; readonly code?: string };
  readonly relatedKeyField: string;
  readonly fieldMappings: readonly { readonly field: string; readonly relatedField: string }[];
  readonly lookupPickerFields?: readonly string[];
  readonly filterCond?: string;
  readonly sort?: string;
}

/**
 * One form field, in the shape of a `properties` entry of kintone's form-fields API.
 * `code` and `label` default to the key the field is listed under. CALC values are not computed:
 * a CALC field holds what was seeded.
 *
 * @see kintone REST API, Get Form Fields
 */
export interface FieldDefinition {
  readonly type: string;
  readonly code?: string;
  readonly label?: string;
  readonly required?: boolean;
  readonly unique?: boolean;
  readonly minLength?: string | number;
  readonly maxLength?: string | number;
  readonly minValue?: string | number;
  readonly maxValue?: string | number;
  readonly options?: FieldOptions;
  readonly defaultValue?: unknown;
  readonly defaultNowValue?: boolean;
  readonly fields?: Readonly<Record<string, FieldDefinition>>;
  readonly lookup?: LookupDefinition;
  readonly [property: string]: unknown;
}

/** A record as kintone's API takes it: `{ code: { value } }`. */
export type RecordInput = Readonly<Record<string, { readonly value?: unknown }>>;

/** An API token of one app. Without `token` a random one is made. */
export interface TokenDefinition {
  readonly token?: string;
  readonly permissions: readonly Permission[];
}

/** Process management: statuses in order (the first is where a record starts) and the actions between them. */
export interface ProcessDefinition {
  readonly enable: boolean;
  readonly states: readonly string[];
  readonly actions: readonly { readonly name: string; readonly from: string; readonly to: string }[];
}

/**
 * An app to serve. Fields that kintone gives to every app (Record_number, Created_by, Created_datetime, Updated_by,
 * Updated_datetime) are added under their English default codes unless a field of that type is listed.
 */
export interface AppDefinition {
  readonly id?: number;
  readonly name: string;
  /** App code; record numbers then read `CODE-1`. */
  readonly code?: string;
  readonly description?: string;
  readonly spaceId?: number;
  /** The app lives in this guest space and answers only under `/k/guest/{id}/v1/`. */
  readonly guestSpaceId?: number;
  readonly fields: Readonly<Record<string, FieldDefinition>>;
  readonly tokens?: readonly TokenDefinition[];
  readonly process?: ProcessDefinition;
  /** false: the app is still being made, and only its settings APIs know it. Default true. */
  readonly deployed?: boolean;
  /** Seeded without validation, as an import before the rules existed would be. */
  readonly records?: Iterable<RecordInput>;
}

/** A user who can log in with a password. Without `permissions` the user may do everything in every app. */
export interface UserDefinition {
  readonly code: string;
  readonly password: string;
  readonly name?: string;
  readonly permissions?: readonly Permission[];
  /** Code of the user's primary organization, for `PRIMARY_ORGANIZATION()`. */
  readonly primaryOrganization?: string;
  /** Codes of the groups the user is in. */
  readonly groups?: readonly string[];
}

/** An OAuth access token: it acts as `user`, within `scopes` (`k:app_record:read`, `k:file:write`, …). */
export interface OAuthTokenDefinition {
  readonly token: string;
  readonly user: string;
  readonly scopes: readonly string[];
}

/** A group or an organization that select fields may name. */
export interface EntityDefinition {
  readonly code: string;
  readonly name?: string;
}

/** A plug-in of the domain. */
export interface PluginDefinition {
  readonly id: string;
  readonly name: string;
  readonly version?: string;
  readonly description?: string;
  readonly isMarketPlugin?: boolean;
}

/** Options of `startLocalKintone`; everything has a default. */
export interface LocalKintoneOptions {
  /** TCP port on 127.0.0.1; 0 (default) takes any free one. */
  readonly port?: number;
  readonly users?: readonly UserDefinition[];
  readonly groups?: readonly EntityDefinition[];
  readonly organizations?: readonly EntityDefinition[];
  readonly oauthTokens?: readonly OAuthTokenDefinition[];
  readonly apps?: readonly AppDefinition[];
  readonly spaces?: readonly SpaceDefinition[];
  readonly spaceTemplates?: readonly SpaceTemplateDefinition[];
  readonly plugins?: readonly PluginDefinition[];
  /** The clock: record times, query functions, cursor expiry. */
  readonly now?: () => Date;
  /** IANA time zone of every caller, for date functions. Default `UTC`. */
  readonly timeZone?: string;
  /** Milliseconds that putting an app's settings to use takes, during which they cannot be changed. Default 200. */
  readonly deployMs?: number;
  /** Hits after which a search by `like` stops and the answer carries X-Cybozu-Warning. Default 100,000, as kintone. */
  readonly likeHits?: number;
  /** Milliseconds every answer is held back. Default 0. */
  readonly delayMs?: number;
  /** Requests served at once before 429 GAIA_TO04. Default 100. */
  readonly concurrencyLimit?: number;
  /** Most bytes of a JSON body; more gets 413. Default 50 MiB. */
  readonly maxBodyBytes?: number;
  /** Most bytes of one uploaded file; more gets 413. Default 1 GiB, as kintone. */
  readonly maxFileBytes?: number;
  /** Entries kept in the request log. Default 10,000. */
  readonly requestLogSize?: number;
}
