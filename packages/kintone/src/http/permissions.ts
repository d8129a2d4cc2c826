/** The permission that a call of kintone needs, in words for people; undefined where it is not one of an app's. */
export const permissionOf = (operation: string): string | undefined => permissions[operation];

const permissions: Readonly<Record<string, string>> = {
  getRecord: "view records",
  getRecords: "view records",
  createCursor: "view records",
  getRecordsByCursor: "view records",
  deleteCursor: "view records",
  addRecord: "add records",
  addRecords: "add records",
  updateRecord: "edit records",
  upsertRecords: "edit records, and to add records where a record is new",
  bulkRequest: "add and edit records",
  getFormFields: "view records or add records",
  uploadFile: "add records or edit records",
  downloadFile: "view the record and the field that hold the file",
};
