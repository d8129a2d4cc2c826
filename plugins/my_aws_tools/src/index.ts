import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type DifyPlugin, definePlugin, readCatalogs } from "@tsunagu/dify-adapter";
import { groups } from "./groups.ts";
import { myAwsTools } from "./tools.ts";

const text = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const awsDirectory = dirname(createRequire(import.meta.url).resolve("@tsunagu/aws/package.json"));

/** The Dify plugin my_aws_tools as data. It reads its texts from files, so it is for building, not for running. */
export const plugin: DifyPlugin = definePlugin({
  ...myAwsTools,
  identity: {
    author: "tsunagu",
    label: { en_US: "AWS Tools", ja_JP: "AWS ツール", zh_Hans: "AWS 工具", pt_BR: "Ferramentas AWS" },
    description: {
      en_US:
        "Work with your AWS account from Dify: files in S3, items in DynamoDB, and more, with your own credentials.",
      ja_JP: "S3 のファイルや DynamoDB の項目など、ご自身の AWS アカウントのリソースを Dify から操作します。",
      zh_Hans: "使用您自己的凭证，在 Dify 中操作您的 AWS 账户：S3 文件、DynamoDB 条目等。",
      pt_BR:
        "Trabalhe com a sua conta AWS a partir do Dify: arquivos no S3, itens no DynamoDB e mais, com as suas credenciais.",
    },
    icon: text("assets/icon.svg"),
    tags: ["utilities", "productivity"],
    version: "0.1.0",
    createdAt: "2026-10-01T09:00:00Z",
  },
  groups,
  // Where files go and what is searched is a person's choice, from a list; every other input a model can fill too.
  formInputs: {
    bedrock_retrieve: ["knowledge_base_id"],
    s3_file_uploader: ["bucket_name"],
    s3_files_uploader: ["bucket_name"],
  },
  catalogs: readCatalogs(join(awsDirectory, "i18n")),
  privacy: text("PRIVACY.md"),
  readme: {
    en_US: text("README.md"),
    ja_JP: text("readme/README_ja_JP.md"),
    zh_Hans: text("readme/README_zh_Hans.md"),
    pt_BR: text("readme/README_pt_BR.md"),
  },
});
