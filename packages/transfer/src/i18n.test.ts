import { readFileSync } from "node:fs";
import { checkCatalog } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { transfer, transferTools } from "./index.ts";

test.each(["ja_JP", "zh_Hans", "pt_BR"])("the catalog %s is complete", (locale) => {
  const catalog: unknown = parse(readFileSync(new URL(`../i18n/${locale}.yaml`, import.meta.url), "utf8"));
  expect(checkCatalog({ tools: transferTools, connection: transfer.connection, catalog })).toEqual([]);
});
