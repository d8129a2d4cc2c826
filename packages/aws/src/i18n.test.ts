import { readFileSync } from "node:fs";
import { checkCatalog } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { aws, awsTools } from "./index.ts";

test.each(["ja_JP", "zh_Hans", "pt_BR"])("the catalog %s is complete", (locale) => {
  const catalog: unknown = parse(readFileSync(new URL(`../i18n/${locale}.yaml`, import.meta.url), "utf8"));
  expect(checkCatalog({ tools: awsTools, connection: aws.connection, catalog })).toEqual([]);
});
