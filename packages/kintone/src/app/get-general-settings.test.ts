import { checkToolContract } from "@tsunagu/core/testing";
import { expect, it } from "vitest";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetGeneralSettings } from "./get-general-settings.ts";

it("kintone_get_general_settings keeps the contract of a tool", async () => {
  const examples = [{ kintone_app_id: "1" }, { kintone_app_id: "1", lang: "user", preview: true }];
  expect(await checkToolContract(kintoneGetGeneralSettings, { examples })).toEqual([]);
});

it("kintone_get_general_settings gives the settings by our names", async () => {
  await using server = await startTestKintone();
  await using toolkit = toolkitWith(server, [kintoneGetGeneralSettings]);
  expect((await toolkit.call("kintone_get_general_settings", { kintone_app_id: "1" }))._unsafeUnwrap()).toEqual({
    app_id: "1",
    name: "Tasks",
    description: "",
    icon: { type: "PRESET", key: "APP72" },
    theme: "WHITE",
    title_field: { selectionMode: "AUTO", code: "" },
    enable_thumbnails: true,
    enable_comments: true,
    enable_bulk_deletion: false,
    enable_duplicate_record: true,
    enable_inline_record_editing: true,
    number_precision: { digits: "16", decimalPlaces: "4", roundingMode: "HALF_EVEN" },
    first_month_of_fiscal_year: "1",
    revision: "1",
  });
  const missing = await toolkit.call("kintone_get_general_settings", { kintone_app_id: "9", preview: true });
  expect(errorOf(missing)).toMatchObject({ code: "not_found", origin: { operation: "getAppSettings" } });
});
