import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { makeTempDirectory } from "@tsunagu/core";
import { checkPlugin, pluginFiles } from "@tsunagu/dify-adapter";
import { buildPackage } from "@tsunagu/dify-adapter/package";
import { installFiles, startDaemon } from "@tsunagu/dify-adapter/testing";
import { expect, test } from "vitest";
import { plugin } from "./index.ts";

test("the declarations keep every rule of Dify", () => {
  expect(checkPlugin(pluginFiles(plugin))).toEqual([]);
});

test("the package runs, reaches kintone with the token, and no answer holds it", async () => {
  const seen: unknown[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers["x-cybozu-api-token"]);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(
      JSON.stringify({
        records: [{ $id: { type: "__ID__", value: "1" }, name: { type: "SINGLE_LINE_TEXT", value: "a" } }],
      }),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  await using directory = await makeTempDirectory();
  const built = await buildPackage(plugin, {
    entry: fileURLToPath(new URL("./main.ts", import.meta.url)),
    outDir: `${directory.path}/out`,
  });
  expect(built.report.packageBytes).toBeLessThan(5_000_000);
  await installFiles(built.files, `${directory.path}/installed`);
  await using daemon = await startDaemon({
    command: process.execPath,
    args: ["app/main.mjs"],
    cwd: `${directory.path}/installed`,
  });
  const outcome = await daemon.invoke({
    tool: "kintone_query",
    tool_parameters: { kintone_app_id: "1" },
    credentials: {
      kintone_domain: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      kintone_api_token: "localTokenForTests00000000000000000000",
      kintone_allow_local: "true",
    },
  });
  server.close();
  expect(outcome.error).toBeUndefined();
  expect(outcome.json).toMatchObject([{ records: [{ name: { value: "a" } }] }]);
  expect(seen[0]).toBe("localTokenForTests00000000000000000000");
  expect(JSON.stringify([outcome, daemon.logs])).not.toContain("localTokenForTests");
  expect(daemon.problems).toEqual([]);
}, 30_000);
