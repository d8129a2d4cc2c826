import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { expectNoSecrets, succeeded } from "../testing/expect-failure.ts";
import { useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { lambdaListFunctions } from "./list-functions.ts";

const scripted = useScriptedToolkit([lambdaListFunctions]);
const route = "GET /2015-03-31/functions";

test("keeps the contract of tools", async () => {
  const examples = [{}, { max_items: 10, marker: "m", all_versions: true }];
  expect(await checkToolContract(lambdaListFunctions, { examples })).toEqual([]);
});

test("lists a page, with the names of environment variables and never their values", async () => {
  const report = {
    FunctionName: "report",
    FunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:report",
    Runtime: "nodejs24.x",
    MemorySize: 256,
    Timeout: 30,
    Architectures: ["arm64"],
    Environment: { Variables: { API_KEY: "never-to-be-shown" }, Error: { Message: "never-to-be-shown" } },
  };
  scripted().answer(route, {
    json: { Functions: [report, { FunctionName: "image", PackageType: "Image" }], NextMarker: "m2" },
  });
  const answer = succeeded(
    await scripted().run("lambda_list_functions", { max_items: 2, marker: "m1", all_versions: true }),
  );
  expect(answer).toMatchObject({
    output: {
      function_count: 2,
      functions: [
        { function_name: "report", runtime: "nodejs24.x", timeout: 30, environment_variable_names: ["API_KEY"] },
        { function_name: "image", runtime: null, environment_variable_names: [] },
      ],
      next_marker: "m2",
    },
    content: [{ type: "text", text: "2 functions, and there are more\nreport (nodejs24.x)\nimage (Image)" }],
  });
  expectNoSecrets([JSON.stringify(answer), ...scripted().logLines], ["never-to-be-shown"]);
  expect(scripted().requests[0]?.query.toString()).toBe("FunctionVersion=ALL&Marker=m1&MaxItems=2");
});

test("the last page has no marker", async () => {
  scripted().answer(route, { json: { Functions: [] } });
  expect(succeeded(await scripted().call("lambda_list_functions", {}))).toEqual({
    function_count: 0,
    functions: [],
    next_marker: null,
  });
});
