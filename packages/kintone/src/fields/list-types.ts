/** Whether a type's value is a list, which an empty text and null do not empty. */
export const isListType = (type: string): boolean => listTypes.has(type);

const listTypes: ReadonlySet<string> = new Set([
  "CHECK_BOX",
  "MULTI_SELECT",
  "USER_SELECT",
  "ORGANIZATION_SELECT",
  "GROUP_SELECT",
  "FILE",
  "SUBTABLE",
]);
