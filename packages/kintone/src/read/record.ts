/** A record as kintone answers it: field code to type and value. */
export type KintoneRecord = Readonly<Record<string, KintoneField>>;

export interface KintoneField {
  readonly type?: string;
  readonly value?: unknown;
}

/** A record's id; undefined when the answer does not hold it. */
export const recordId = (record: KintoneRecord): string | undefined => {
  const id = record["$id"]?.value;
  return typeof id === "string" && /^\d+$/.test(id) ? id : undefined;
};
