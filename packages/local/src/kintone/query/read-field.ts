import type { StoredRecord, Value } from "../records/values.ts";
import { utcMinute } from "../time.ts";
import type { QueryField } from "./operators.ts";

/** How to read a field that is not inside a table off a record. */
export const compileReader = ({ type, field }: QueryField): ((record: StoredRecord) => Value | undefined) => {
  const slot = field?.slot;
  if (slot !== undefined) return (record) => record.values[slot];
  switch (type) {
    case "CREATOR":
      return (record) => [record.creator];
    case "MODIFIER":
      return (record) => [record.modifier];
    case "CREATED_TIME":
      return (record) => utcMinute(record.createdAt);
    case "UPDATED_TIME":
      return (record) => utcMinute(record.updatedAt);
    case "STATUS":
      return (record) => record.status;
    case "STATUS_ASSIGNEE":
      return (record) => record.assignees;
    default:
      return (record) => String(record.id);
  }
};
