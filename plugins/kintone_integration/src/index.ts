import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type DifyPlugin, definePlugin, readCatalogs } from "@tsunagu/dify-adapter";
import { groups } from "./groups.ts";
import { kintoneIntegration } from "./tools.ts";

const text = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const kintoneDirectory = dirname(createRequire(import.meta.url).resolve("@tsunagu/kintone/package.json"));

/** The Dify plugin kintone_integration as data. It reads its texts from files, so it is for building, not for running. */
export const plugin: DifyPlugin = definePlugin({
  ...kintoneIntegration,
  identity: {
    author: "tsunagu",
    label: {
      en_US: "kintone Integration",
      ja_JP: "kintone 連携",
      zh_Hans: "kintone 集成",
      pt_BR: "Integração com kintone",
    },
    description: {
      en_US: "Read, write and check records, comments and files of kintone apps from Dify.",
      ja_JP: "kintone アプリのレコード、コメント、ファイルを Dify から読み書き・検証します。",
      zh_Hans: "在 Dify 中读取、写入和校验 kintone 应用的记录、评论和文件。",
      pt_BR: "Leia, grave e verifique registros, comentários e arquivos de aplicativos kintone a partir do Dify.",
    },
    icon: text("assets/icon.svg"),
    tags: ["business", "productivity"],
    version: "0.1.0",
    createdAt: "2026-10-01T09:00:00Z",
  },
  groups,
  catalogs: readCatalogs(join(kintoneDirectory, "i18n")),
  privacy: text("PRIVACY.md"),
  readme: {
    en_US: text("README.md"),
    ja_JP: text("readme/README_ja_JP.md"),
    zh_Hans: text("readme/README_zh_Hans.md"),
    pt_BR: text("readme/README_pt_BR.md"),
  },
});
