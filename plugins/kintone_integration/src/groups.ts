import type { ToolGroup } from "@tsunagu/dify-adapter";

/** The tools as people look for them: records first, an administrator's last. */
export const groups: readonly ToolGroup[] = [
  {
    label: { en_US: "Read records", ja_JP: "レコードを読む", zh_Hans: "读取记录", pt_BR: "Ler registros" },
    tools: [
      "kintone_query",
      "kintone_get_record",
      "kintone_get_records",
      "kintone_get_changes",
      "kintone_search",
      "kintone_export_records",
      "kintone_plan_partitions",
      "kintone_query_docs",
    ],
  },
  {
    label: { en_US: "Write records", ja_JP: "レコードを書く", zh_Hans: "写入记录", pt_BR: "Gravar registros" },
    tools: [
      "kintone_add_record",
      "kintone_add_records",
      "kintone_update_record",
      "kintone_update_records",
      "kintone_upsert_records",
      "kintone_delete_records",
      "kintone_bulk_request",
      "kintone_import_records",
      "kintone_update_statuses",
      "kintone_update_assignees",
    ],
  },
  {
    label: {
      en_US: "Prepare and check record data",
      ja_JP: "レコードデータを整える・検証する",
      zh_Hans: "准备和校验记录数据",
      pt_BR: "Preparar e verificar dados de registros",
    },
    tools: [
      "kintone_get_fields",
      "kintone_describe_app",
      "kintone_resolve_app",
      "kintone_resolve_field",
      "kintone_validate_record_data",
      "kintone_build_*",
      "kintone_flatten_json",
      "kintone_record_data_docs",
    ],
  },
  {
    label: {
      en_US: "Comments and files",
      ja_JP: "コメントとファイル",
      zh_Hans: "评论和文件",
      pt_BR: "Comentários e arquivos",
    },
    tools: [
      "kintone_get_record_comments",
      "kintone_add_record_comment",
      "kintone_delete_record_comment",
      "kintone_upload_file",
      "kintone_download_file",
    ],
  },
  {
    label: {
      en_US: "Spaces and people",
      ja_JP: "スペースとユーザー",
      zh_Hans: "空间和人员",
      pt_BR: "Espaços e pessoas",
    },
    tools: [
      "kintone_get_space*",
      "kintone_add_space*",
      "kintone_update_space*",
      "kintone_delete_space",
      "kintone_add_thread*",
      "kintone_update_thread",
      "kintone_add_guests",
      "kintone_delete_guests",
      "kintone_get_users",
      "kintone_get_groups",
      "kintone_get_organizations",
    ],
  },
  {
    label: {
      en_US: "Apps and their settings",
      ja_JP: "アプリとその設定",
      zh_Hans: "应用及其设置",
      pt_BR: "Aplicativos e as suas configurações",
    },
    tools: ["kintone_get_app", "kintone_get_apps", "kintone_add_app", "kintone_*"],
  },
];
