import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { expectNoSecrets, succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { lambdaGetFunction } from "./get-function.ts";

const scripted = useScriptedToolkit([lambdaGetFunction]);
const route = "GET /2015-03-31/functions/report";

test("keeps the contract of tools", async () => {
  const examples = [{ lambda_name: "report" }, { lambda_name: "report", qualifier: "live" }];
  expect(await checkToolContract(lambdaGetFunction, { examples })).toEqual([]);
});

test("tells what a function is, without values of its environment and without the link to its code", async () => {
  scripted().answer(route, {
    json: {
      Configuration: {
        FunctionName: "report",
        FunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:report:live",
        Environment: { Variables: { DB_PASSWORD: "never-to-be-shown" } },
        Layers: [{ Arn: "arn:aws:lambda:us-east-1:123456789012:layer:x:1" }],
        VpcConfig: { SubnetIds: ["subnet-1"], SecurityGroupIds: ["sg-1"], VpcId: "vpc-1" },
        State: "Active",
        LoggingConfig: { LogGroup: "/aws/lambda/report" },
      },
      Code: { Location: "https://code.example.com/?X-Amz-Signature=never-to-be-shown" },
      Tags: { team: "sales" },
      Concurrency: { ReservedConcurrentExecutions: 5 },
    },
  });
  const answer = succeeded(await scripted().call("lambda_get_function", { lambda_name: "report", qualifier: "live" }));
  expect(answer).toMatchObject({
    environment_variable_names: ["DB_PASSWORD"],
    layers: ["arn:aws:lambda:us-east-1:123456789012:layer:x:1"],
    vpc_id: "vpc-1",
    state: "Active",
    log_group: "/aws/lambda/report",
    reserved_concurrency: 5,
    tags: { team: "sales" },
  });
  expectNoSecrets([JSON.stringify(answer), ...scripted().logLines], ["never-to-be-shown"]);
  expect(scripted().requests[0]?.query.get("Qualifier")).toBe("live");
});

test("a function that is not there is not_found", async () => {
  scripted().answer(route, scriptedError(404, "ResourceNotFoundException"));
  const result = await scripted().call("lambda_get_function", { lambda_name: "report" });
  scripted().failure(result, { code: "not_found", origin: "ResourceNotFoundException" });
});
