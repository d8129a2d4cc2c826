import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { lambdaYamlToJson } from "./yaml-to-json.ts";

const scripted = useScriptedToolkit([lambdaYamlToJson]);
const route = "POST /2015-03-31/functions/convert/invocations";
const convert = (yaml_content: string, more: object = {}) =>
  scripted().run("lambda_yaml_to_json", { yaml_content, ...more });
const byFunction = (yaml: string) => convert(yaml, { lambda_name: "convert" });

test("keeps the contract of tools", async () => {
  const examples = [{ yaml_content: "a: 1" }, { yaml_content: "a: 1", lambda_name: "convert" }];
  expect(await checkToolContract(lambdaYamlToJson, { examples })).toEqual([]);
});

describe("seed defect: without a function it works here", () => {
  test.each([
    ["a: 1\nb: [x, true, null]\nc: 2026-01-01", '{"a":1,"b":["x",true,null],"c":"2026-01-01"}'],
    ["- 見積\n- &x {k: v}\n- *x", '["見積",{"k":"v"},{"k":"v"}]'],
    ["just text", '"just text"'],
    ["# nothing", "null"],
  ])("%j", async (yaml, json) => {
    expect(succeeded(await convert(yaml))).toMatchObject({
      output: { body: json, function_name: null },
      content: [{ type: "text", text: json }],
    });
    expect(scripted().requests).toEqual([]);
  });

  test("and a text that is no YAML is refused by its field", async () => {
    const error = scripted().failure(await convert("a: [1"), { code: "invalid_input" });
    expect(error.message).toMatch(/^yaml_content: is not one YAML document: /);
  });

  test("and aliases cannot blow a small text up", async () => {
    const levels = Array.from({ length: 12 }, (_value, index) =>
      index === 0
        ? "l0: &l0 [x,x,x,x,x]"
        : `l${index}: &l${index} [${Array(5)
            .fill(`*l${index - 1}`)
            .join(",")}]`,
    );
    scripted().failure(await convert(levels.join("\n")), { code: "invalid_input" });
  });
});

describe("a function that does it", () => {
  test("seed defect: its body is the answer", async () => {
    scripted().answer(route, { json: { statusCode: 200, body: '{"a":1}' } });
    expect(succeeded(await byFunction("a: 1"))).toMatchObject({
      output: { body: '{"a":1}', function_name: "convert" },
      content: [{ type: "text", text: '{"a":1}' }],
    });
    expect(scripted().requests[0]?.json()).toEqual({ body: "a: 1" });
  });

  test("whose status is another one is an error that tells it", async () => {
    scripted().answer(route, { json: { statusCode: 400, body: "bad YAML" } });
    const error = scripted().failure(await byFunction("a: 1"), { code: "upstream" });
    expect(error).toMatchObject({ details: { status_code: 400 }, message: expect.stringContaining("bad YAML") });
  });

  test.each(["[]", "text", '{"body":"x"}', '{"statusCode":200}'])("that answers %s is an error", async (body) => {
    scripted().answer(route, { body });
    const error = scripted().failure(await byFunction("a: 1"), { code: "upstream" });
    expect(error.hint).toContain("Leave lambda_name out");
  });

  test("seed defect: nothing of the content is logged", async () => {
    scripted().answer(route, { json: { statusCode: 200, body: '{"a":"kept-private"}' } });
    succeeded(await byFunction("a: kept-private"));
    expect(scripted().logLines.join()).not.toContain("kept-private");
  });
});
