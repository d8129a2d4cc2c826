export { kintoneEvaluateRecordsAcl } from "./acl/evaluate-records-acl.ts";
export { kintoneGetAppAcl } from "./acl/get-app-acl.ts";
export { kintoneGetFieldAcl } from "./acl/get-field-acl.ts";
export { kintoneGetRecordAcl } from "./acl/get-record-acl.ts";
export { kintoneUpdateAppAcl } from "./acl/update-app-acl.ts";
export { kintoneUpdateFieldAcl } from "./acl/update-field-acl.ts";
export { kintoneUpdateRecordAcl } from "./acl/update-record-acl.ts";
export { kintoneGetActions } from "./action/get-actions.ts";
export { kintoneUpdateActions } from "./action/update-actions.ts";
export { kintoneAddApp } from "./app/add-app.ts";
export { kintoneAddFormFields } from "./app/add-form-fields.ts";
export { kintoneDeleteFormFields } from "./app/delete-form-fields.ts";
export { kintoneDeployApp } from "./app/deploy-app.ts";
export { kintoneDescribeApp } from "./app/describe-app.ts";
export { kintoneGetApp } from "./app/get-app.ts";
export { kintoneGetAppDeployStatus } from "./app/get-app-deploy-status.ts";
export { kintoneGetApps } from "./app/get-apps.ts";
export { kintoneGetFields } from "./app/get-fields.ts";
export { kintoneGetFormFields } from "./app/get-form-fields.ts";
export { kintoneGetFormLayout } from "./app/get-form-layout.ts";
export { kintoneGetGeneralSettings } from "./app/get-general-settings.ts";
export { kintoneGetProcessManagement } from "./app/get-process-management.ts";
export { kintoneUpdateFormFields } from "./app/update-form-fields.ts";
export { kintoneUpdateFormLayout } from "./app/update-form-layout.ts";
export { kintoneUpdateGeneralSettings } from "./app/update-general-settings.ts";
export { type Column, exportColumns } from "./bulk/export-columns.ts";
export { type FileProgress, type ImportFileOptions, importFile } from "./bulk/import-file.ts";
export type { ImportOptions, ImportSummary } from "./bulk/import-options.ts";
export { type ImportReport, openReport } from "./bulk/import-report.ts";
export type { RowProblem } from "./bulk/input-row.ts";
export { type Patience, withPatience } from "./bulk/patience.ts";
export { readAhead } from "./bulk/read-ahead.ts";
export {
  type ExportOptions,
  type ExportProgress,
  type ExportSummary,
  exportRecords,
  type RecordExport,
} from "./bulk/record-export.ts";
export { importRecords } from "./bulk/record-import.ts";
export { type RecordFormat, recordFormats } from "./bulk/record-writer.ts";
export { type TextEncoding, textEncodings } from "./bulk/text-encoding.ts";
export { type ChangePoint, changePointPattern, readChangePoint } from "./changes/change-point.ts";
export { type ChangeWindow, openChangeWindow } from "./changes/change-window.ts";
export { kintoneAddRecordComment } from "./comment/add-record-comment.ts";
export { kintoneDeleteRecordComment } from "./comment/delete-record-comment.ts";
export { kintoneGetRecordComments } from "./comment/get-record-comments.ts";
export { createKintoneConnector, type KintoneConnector, kintone, kintoneTool } from "./connector.ts";
export { kintoneGetCustomize } from "./customize/get-customize.ts";
export { kintoneUpdateCustomize } from "./customize/update-customize.ts";
export { kintoneQueryDocs } from "./docs/query-docs.ts";
export { kintoneRecordDataDocs } from "./docs/record-data-docs.ts";
export { type FormField, type FormFields, readFormFields, recentFormFields } from "./fields/form-fields.ts";
export { kintoneDownloadFile } from "./file/download-file.ts";
export { kintoneUploadFile } from "./file/upload-file.ts";
export { type KintoneHost, parseDomain } from "./http/hosts.ts";
export { kintoneGetGeneralNotifications } from "./notification/get-general-notifications.ts";
export { kintoneGetPerRecordNotifications } from "./notification/get-per-record-notifications.ts";
export { kintoneGetReminderNotifications } from "./notification/get-reminder-notifications.ts";
export { kintoneUpdateGeneralNotifications } from "./notification/update-general-notifications.ts";
export { kintoneUpdatePerRecordNotifications } from "./notification/update-per-record-notifications.ts";
export { kintoneUpdateReminderNotifications } from "./notification/update-reminder-notifications.ts";
export { flattenRecord } from "./present/flatten.ts";
export {
  buildCondition,
  type Comparison,
  type Condition,
  type QueryField,
  type QueryValue,
} from "./query/condition.ts";
export { escapeQueryString } from "./query/escape.ts";
export type { QueryFunction, QueryFunctionName } from "./query/functions.ts";
export { operatorsOf, type QueryOperator } from "./query/operators.ts";
export { bothConditions, joinQuery, type ParsedQuery, parseQuery } from "./query/parse.ts";
export { type QueryToken, tokenizeQuery } from "./query/tokenize.ts";
export { readFieldCodes } from "./read/field-codes.ts";
export { planRead, type ReadPlan } from "./read/plan.ts";
export { type ReadPage, readRecords } from "./read/read-records.ts";
export { createReader, orThrow, type Page, type Reader, type ReadOptions } from "./read/reader.ts";
export { type KintoneField, type KintoneRecord, recordId } from "./read/record.ts";
export { kintoneAddRecord } from "./record/add-record.ts";
export { kintoneAddRecords } from "./record/add-records.ts";
export { kintoneBuildRecordsData } from "./record/build-records-data.ts";
export { kintoneBuildSubtableRows } from "./record/build-subtable-rows.ts";
export { kintoneBulkRequest } from "./record/bulk-request.ts";
export { kintoneDeleteRecords } from "./record/delete-records.ts";
export { kintoneFlattenJson } from "./record/flatten-json.ts";
export { kintoneGetChanges } from "./record/get-changes.ts";
export { kintoneGetRecord } from "./record/get-record.ts";
export { kintoneGetRecords } from "./record/get-records.ts";
export { kintoneQuery } from "./record/query.ts";
export { kintoneUpdateAssignees } from "./record/update-assignees.ts";
export { kintoneUpdateRecord } from "./record/update-record.ts";
export { kintoneUpdateRecords } from "./record/update-records.ts";
export { kintoneUpdateStatuses } from "./record/update-statuses.ts";
export { kintoneUpsertRecords } from "./record/upsert-records.ts";
export { kintoneValidateRecordData } from "./record/validate-record-data.ts";
export { kintoneGetReports } from "./report/get-reports.ts";
export { kintoneUpdateReports } from "./report/update-reports.ts";
export { appId, fieldCode, milliseconds, requestTimeout } from "./schema.ts";
export { kintoneSearch } from "./search/search.ts";
export { type KintoneSession, type RequestOptions, settle } from "./session.ts";
export { kintoneAddSpaceFromTemplate } from "./space/add-space-from-template.ts";
export { kintoneAddThread } from "./space/add-thread.ts";
export { kintoneAddThreadComment } from "./space/add-thread-comment.ts";
export { kintoneDeleteSpace } from "./space/delete-space.ts";
export { kintoneGetSpace } from "./space/get-space.ts";
export { kintoneGetSpaceMembers } from "./space/get-space-members.ts";
export { kintoneUpdateSpace } from "./space/update-space.ts";
export { kintoneUpdateSpaceGuests } from "./space/update-space-guests.ts";
export { kintoneUpdateSpaceMembers } from "./space/update-space-members.ts";
export { kintoneUpdateThread } from "./space/update-thread.ts";
export { kintoneTools } from "./tools.ts";
export { kintoneGetGroups } from "./user/get-groups.ts";
export { kintoneGetOrganizations } from "./user/get-organizations.ts";
export { kintoneGetUsers } from "./user/get-users.ts";
export { kintoneGetViews } from "./view/get-views.ts";
export { kintoneUpdateViews } from "./view/update-views.ts";
