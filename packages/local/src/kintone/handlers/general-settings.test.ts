import { describe, expect, it } from "vitest";
import { failure, startTestKintone, uploadFile } from "../test-client.ts";

const SETTINGS = "preview/app/settings.json";

describe("general settings", () => {
  it("change in part, and are in use once deployed", async () => {
    await using test = await startTestKintone({ Name: { type: "SINGLE_LINE_TEXT" } }, { deployMs: 0 });
    const icon = { type: "FILE", file: { fileKey: await uploadFile(test, "icon.png", "png") } };
    const change = {
      name: "Renamed",
      icon,
      theme: "RED",
      titleField: { selectionMode: "MANUAL", code: "Name" },
      enableComments: "false",
      numberPrecision: { digits: 20 },
      firstMonthOfFiscalYear: "4",
    };
    expect((await test.call("PUT", SETTINGS, change)).body).toEqual({ revision: "2" });
    const changed = {
      ...change,
      icon: { type: "FILE", file: { name: "icon.png", size: "3" } },
      enableComments: false,
      enableThumbnails: true,
      numberPrecision: { digits: "20", decimalPlaces: "4", roundingMode: "HALF_EVEN" },
      revision: "2",
    };
    expect((await test.call("GET", SETTINGS)).body).toMatchObject(changed);
    expect((await test.call("GET", "app/settings.json")).body).toMatchObject({ name: "Test", revision: "1" });
    await test.call("POST", "preview/app/deploy.json", { apps: [{ app: 1 }] });
    expect((await test.call("GET", "app/settings.json")).body).toMatchObject(changed);
    expect((await test.call("GET", "app.json", { id: 1 })).body).toMatchObject({ name: "Renamed" });
  });

  it("refuse values out of bounds by path, and spend no file then", async () => {
    await using test = await startTestKintone({});
    const wrong: readonly (readonly [Readonly<Record<string, unknown>>, string])[] = [
      [{ name: "" }, "name"],
      [{ name: "n".repeat(65) }, "name"],
      [{ description: "d".repeat(10_001) }, "description"],
      [{ theme: "PINK" }, "theme"],
      [{ icon: { type: "FILE", file: { fileKey: "nope" } } }, "icon.file.fileKey"],
      [{ titleField: { selectionMode: "MANUAL", code: "Nope" } }, "titleField.code"],
      [{ numberPrecision: { digits: 31 } }, "numberPrecision.digits"],
      [{ numberPrecision: { roundingMode: "UPWARD" } }, "numberPrecision.roundingMode"],
      [{ firstMonthOfFiscalYear: 0 }, "firstMonthOfFiscalYear"],
    ];
    for (const [parameters, path] of wrong) {
      expect(failure(await test.call("PUT", SETTINGS, parameters)), path).toEqual({
        status: 400,
        code: "CB_VA01",
        paths: [path],
      });
    }
    const icon = { type: "FILE", file: { fileKey: await uploadFile(test, "icon.png", "png") } };
    expect(failure(await test.call("PUT", SETTINGS, { icon, theme: "PINK" })).paths).toEqual(["theme"]);
    expect((await test.call("PUT", SETTINGS, { icon })).status).toBe(200);
  });
});

describe("process management settings", () => {
  it("are as the app was defined", async () => {
    const process = { enable: true, states: ["open", "done"], actions: [{ name: "finish", from: "open", to: "done" }] };
    await using test = await startTestKintone({}, {}, { process });
    expect((await test.call("GET", "app/status.json")).body).toMatchObject({
      enable: true,
      states: { open: { name: "open", index: "0" }, done: { index: "1" } },
      actions: [{ name: "finish", from: "open", to: "done", filterCond: "", type: "PRIMARY" }],
      revision: "1",
    });
    await using without = await startTestKintone({});
    expect((await without.call("GET", "preview/app/status.json")).body).toEqual({
      enable: false,
      states: null,
      actions: null,
      revision: "1",
    });
  });
});
