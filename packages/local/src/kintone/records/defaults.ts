import type { EntityKind } from "../directory.ts";
import { emptyValue, type Field } from "../fields.ts";
import { clockAt, dateText, dayAt, utcMinute } from "../time.ts";
import { entityKind, type ReadContext, readEntity, readValue } from "./read-value.ts";
import type { Entity, Value } from "./values.ts";

/** What default values depend on. */
export interface DefaultContext extends ReadContext {
  readonly user: Entity;
  readonly now: number;
}

/** The value a field takes on adding when its code is not in the request. */
export const defaultValue = (field: Field, context: DefaultContext): Value => {
  const { definition, type } = field;
  if (definition.defaultNowValue === true) return currentValue(field, context);
  const given = definition.defaultValue;
  if (given === undefined || given === "" || (Array.isArray(given) && given.length === 0)) return emptyValue(field);
  const kind = entityKind(type);
  if (kind !== undefined) return Array.isArray(given) ? given.map((entry) => defaultEntity(kind, entry, context)) : [];
  return readValue(field, given, { path: field.code, numberPath: undefined, attached: [] }, context);
};

const currentValue = (field: Field, { now, store }: DefaultContext): Value => {
  if (field.type === "DATE") return dateText(dayAt(now, store.timeZone));
  if (field.type === "TIME") return clockAt(now, store.timeZone);
  return utcMinute(now);
};

const defaultEntity = (kind: EntityKind, entry: unknown, context: DefaultContext): Entity => {
  const isLoginUser = typeof entry === "object" && entry !== null && "code" in entry && entry.code === "LOGINUSER()";
  return isLoginUser ? context.user : readEntity(kind, entry, { path: "defaultValue" }, context);
};
