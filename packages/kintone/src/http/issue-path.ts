/**
 * Reads kintone's name of a parameter, such as `records[0].Table.value[1].value.Price.value`, as a path:
 * `["records", 0, "Table", 1, "Price"]`. The `value` wrappers go; a field whose code is `value` stays.
 */
export const issuePath = (name: string): readonly (string | number)[] => {
  const path: (string | number)[] = [];
  for (const [, bracket, plain] of name.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)) {
    const segment = bracket !== undefined && /^\d+$/.test(bracket) ? Number(bracket) : (bracket ?? plain ?? "");
    if (segment === "value" && !startsRecord(path)) continue;
    path.push(segment);
  }
  return path;
};

/** Whether the next segment is a field code: after `record`, or after `records[n]`. */
const startsRecord = (path: readonly (string | number)[]): boolean => {
  const last = path.at(-1);
  return last === "record" || (typeof last === "number" && path.at(-2) === "records");
};
