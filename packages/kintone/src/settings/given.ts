/** The fields of an object that have a value. */
export type Given<T extends object> = { [Name in keyof T]?: Exclude<T[Name], undefined> };

/** Leaves out what is undefined, for parameters that are sent only when they are given. */
export const given = <T extends object>(fields: T): Given<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>;
