import { kintoneEvaluateRecordsAcl } from "./acl/evaluate-records-acl.ts";
import { kintoneGetAppAcl } from "./acl/get-app-acl.ts";
import { kintoneGetFieldAcl } from "./acl/get-field-acl.ts";
import { kintoneGetRecordAcl } from "./acl/get-record-acl.ts";
import { kintoneUpdateAppAcl } from "./acl/update-app-acl.ts";
import { kintoneUpdateFieldAcl } from "./acl/update-field-acl.ts";
import { kintoneUpdateRecordAcl } from "./acl/update-record-acl.ts";
import { kintoneGetActions } from "./action/get-actions.ts";
import { kintoneUpdateActions } from "./action/update-actions.ts";
import { kintoneAddApp } from "./app/add-app.ts";
import { kintoneAddFormFields } from "./app/add-form-fields.ts";
import { kintoneDeleteFormFields } from "./app/delete-form-fields.ts";
import { kintoneDeployApp } from "./app/deploy-app.ts";
import { kintoneDescribeApp } from "./app/describe-app.ts";
import { kintoneGetAdminNotes } from "./app/get-admin-notes.ts";
import { kintoneGetApp } from "./app/get-app.ts";
import { kintoneGetAppDeployStatus } from "./app/get-app-deploy-status.ts";
import { kintoneGetApps } from "./app/get-apps.ts";
import { kintoneGetFields } from "./app/get-fields.ts";
import { kintoneGetFormFields } from "./app/get-form-fields.ts";
import { kintoneGetFormLayout } from "./app/get-form-layout.ts";
import { kintoneGetGeneralSettings } from "./app/get-general-settings.ts";
import { kintoneGetProcessManagement } from "./app/get-process-management.ts";
import { kintoneResolveApp } from "./app/resolve-app.ts";
import { kintoneResolveField } from "./app/resolve-field.ts";
import { kintoneUpdateAdminNotes } from "./app/update-admin-notes.ts";
import { kintoneUpdateFormFields } from "./app/update-form-fields.ts";
import { kintoneUpdateFormLayout } from "./app/update-form-layout.ts";
import { kintoneUpdateGeneralSettings } from "./app/update-general-settings.ts";
import { kintoneUpdateProcessManagement } from "./app/update-process-management.ts";
import { kintoneAddRecordComment } from "./comment/add-record-comment.ts";
import { kintoneDeleteRecordComment } from "./comment/delete-record-comment.ts";
import { kintoneGetRecordComments } from "./comment/get-record-comments.ts";
import { kintoneGetCustomize } from "./customize/get-customize.ts";
import { kintoneUpdateCustomize } from "./customize/update-customize.ts";
import { kintoneQueryDocs } from "./docs/query-docs.ts";
import { kintoneRecordDataDocs } from "./docs/record-data-docs.ts";
import { kintoneDownloadFile } from "./file/download-file.ts";
import { kintoneUploadFile } from "./file/upload-file.ts";
import { kintoneGetGeneralNotifications } from "./notification/get-general-notifications.ts";
import { kintoneGetPerRecordNotifications } from "./notification/get-per-record-notifications.ts";
import { kintoneGetReminderNotifications } from "./notification/get-reminder-notifications.ts";
import { kintoneUpdateGeneralNotifications } from "./notification/update-general-notifications.ts";
import { kintoneUpdatePerRecordNotifications } from "./notification/update-per-record-notifications.ts";
import { kintoneUpdateReminderNotifications } from "./notification/update-reminder-notifications.ts";
import { kintoneAddAppPlugins } from "./plugin/add-app-plugins.ts";
import { kintoneGetAppPlugins } from "./plugin/get-app-plugins.ts";
import { kintoneGetPluginApps } from "./plugin/get-plugin-apps.ts";
import { kintoneGetPlugins } from "./plugin/get-plugins.ts";
import { kintoneInstallPlugin } from "./plugin/install-plugin.ts";
import { kintoneUninstallPlugin } from "./plugin/uninstall-plugin.ts";
import { kintoneUpdatePlugin } from "./plugin/update-plugin.ts";
import { kintoneAddRecord } from "./record/add-record.ts";
import { kintoneAddRecords } from "./record/add-records.ts";
import { kintoneBuildRecordsData } from "./record/build-records-data.ts";
import { kintoneBuildSubtableRows } from "./record/build-subtable-rows.ts";
import { kintoneBulkRequest } from "./record/bulk-request.ts";
import { kintoneDeleteRecords } from "./record/delete-records.ts";
import { kintoneExportRecords } from "./record/export-records.ts";
import { kintoneFlattenJson } from "./record/flatten-json.ts";
import { kintoneGetChanges } from "./record/get-changes.ts";
import { kintoneGetRecord } from "./record/get-record.ts";
import { kintoneGetRecords } from "./record/get-records.ts";
import { kintoneImportRecords } from "./record/import-records.ts";
import { kintonePlanPartitions } from "./record/plan-partitions.ts";
import { kintoneQuery } from "./record/query.ts";
import { kintoneUpdateAssignees } from "./record/update-assignees.ts";
import { kintoneUpdateRecord } from "./record/update-record.ts";
import { kintoneUpdateRecords } from "./record/update-records.ts";
import { kintoneUpdateStatuses } from "./record/update-statuses.ts";
import { kintoneUpsertRecords } from "./record/upsert-records.ts";
import { kintoneValidateRecordData } from "./record/validate-record-data.ts";
import { kintoneGetReports } from "./report/get-reports.ts";
import { kintoneUpdateReports } from "./report/update-reports.ts";
import { kintoneSearch } from "./search/search.ts";
import { kintoneAddGuests } from "./space/add-guests.ts";
import { kintoneAddSpaceFromTemplate } from "./space/add-space-from-template.ts";
import { kintoneAddThread } from "./space/add-thread.ts";
import { kintoneAddThreadComment } from "./space/add-thread-comment.ts";
import { kintoneDeleteGuests } from "./space/delete-guests.ts";
import { kintoneDeleteSpace } from "./space/delete-space.ts";
import { kintoneGetSpace } from "./space/get-space.ts";
import { kintoneGetSpaceMembers } from "./space/get-space-members.ts";
import { kintoneUpdateSpace } from "./space/update-space.ts";
import { kintoneUpdateSpaceGuests } from "./space/update-space-guests.ts";
import { kintoneUpdateSpaceMembers } from "./space/update-space-members.ts";
import { kintoneUpdateThread } from "./space/update-thread.ts";
import { kintoneGetGroups } from "./user/get-groups.ts";
import { kintoneGetOrganizations } from "./user/get-organizations.ts";
import { kintoneGetUsers } from "./user/get-users.ts";
import { kintoneGetViews } from "./view/get-views.ts";
import { kintoneUpdateViews } from "./view/update-views.ts";

/** All kintone tools, in the order in which they are offered. */
export const kintoneTools = [
  kintoneQuery,
  kintoneGetFields,
  kintoneDescribeApp,
  kintoneResolveApp,
  kintoneResolveField,
  kintoneGetRecord,
  kintoneGetRecords,
  kintoneGetChanges,
  kintoneSearch,
  kintoneAddRecord,
  kintoneAddRecords,
  kintoneUpdateRecord,
  kintoneUpdateRecords,
  kintoneUpsertRecords,
  kintoneDeleteRecords,
  kintoneBulkRequest,
  kintoneExportRecords,
  kintoneImportRecords,
  kintonePlanPartitions,
  kintoneValidateRecordData,
  kintoneBuildRecordsData,
  kintoneBuildSubtableRows,
  kintoneFlattenJson,
  kintoneUpdateStatuses,
  kintoneUpdateAssignees,
  kintoneAddRecordComment,
  kintoneGetRecordComments,
  kintoneDeleteRecordComment,
  kintoneUploadFile,
  kintoneDownloadFile,
  kintoneQueryDocs,
  kintoneRecordDataDocs,
  kintoneAddApp,
  kintoneAddFormFields,
  kintoneDeleteFormFields,
  kintoneDeployApp,
  kintoneGetApp,
  kintoneGetAppDeployStatus,
  kintoneGetApps,
  kintoneGetFormFields,
  kintoneGetFormLayout,
  kintoneGetGeneralSettings,
  kintoneGetProcessManagement,
  kintoneUpdateProcessManagement,
  kintoneGetAdminNotes,
  kintoneUpdateAdminNotes,
  kintoneGetAppPlugins,
  kintoneAddAppPlugins,
  kintoneGetPlugins,
  kintoneGetPluginApps,
  kintoneInstallPlugin,
  kintoneUpdatePlugin,
  kintoneUninstallPlugin,
  kintoneUpdateFormFields,
  kintoneUpdateFormLayout,
  kintoneUpdateGeneralSettings,
  kintoneGetViews,
  kintoneUpdateViews,
  kintoneGetReports,
  kintoneUpdateReports,
  kintoneGetActions,
  kintoneUpdateActions,
  kintoneGetCustomize,
  kintoneUpdateCustomize,
  kintoneGetGeneralNotifications,
  kintoneGetPerRecordNotifications,
  kintoneGetReminderNotifications,
  kintoneUpdateGeneralNotifications,
  kintoneUpdatePerRecordNotifications,
  kintoneUpdateReminderNotifications,
  kintoneEvaluateRecordsAcl,
  kintoneGetAppAcl,
  kintoneGetFieldAcl,
  kintoneGetRecordAcl,
  kintoneUpdateAppAcl,
  kintoneUpdateFieldAcl,
  kintoneUpdateRecordAcl,
  kintoneAddSpaceFromTemplate,
  kintoneAddThread,
  kintoneAddThreadComment,
  kintoneDeleteSpace,
  kintoneGetSpace,
  kintoneGetSpaceMembers,
  kintoneUpdateSpace,
  kintoneUpdateSpaceGuests,
  kintoneAddGuests,
  kintoneDeleteGuests,
  kintoneUpdateSpaceMembers,
  kintoneUpdateThread,
  kintoneGetGroups,
  kintoneGetOrganizations,
  kintoneGetUsers,
] as const;
