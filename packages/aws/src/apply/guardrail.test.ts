import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { applyGuardrail } from "./guardrail.ts";

const scripted = useScriptedToolkit([applyGuardrail]);
const basic = { guardrail_id: "abc123", guardrail_version: "1", source: "INPUT", text: "How do I invest?" } as const;
const route = "POST /guardrail/abc123/version/1/apply";
const usage = {
  topicPolicyUnits: 1,
  contentPolicyUnits: 1,
  wordPolicyUnits: 0,
  sensitiveInformationPolicyUnits: 0,
  sensitiveInformationPolicyFreeUnits: 0,
  contextualGroundingPolicyUnits: 0,
};
const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.from("rest")]);
const uriOf = (bytes: Buffer, type = "image/png"): string => `data:${type};base64,${bytes.toString("base64")}`;

const apply = (more: object = {}) => scripted().run("apply_guardrail", { ...basic, ...more });
const pass = (): void => scripted().answer(route, { json: { usage, action: "NONE", outputs: [], assessments: [] } });
const sent = (): unknown => scripted().requests[0]?.json();

test("keeps the contract of tools", async () => {
  const examples = [
    basic,
    { ...basic, guardrail_version: "DRAFT", grounding_source: "s", query: "q", output_scope: "FULL" },
    { guardrail_id: "abc123", guardrail_version: "1", source: "OUTPUT", images: [{ uri: uriOf(png) }] },
  ];
  expect(await checkToolContract(applyGuardrail, { examples })).toEqual([]);
});

test("seed defect: action, all outputs and all policies' findings are data that a flow can branch on", async () => {
  const assessment = {
    topicPolicy: { topics: [{ name: "Investing", type: "DENY", action: "BLOCKED" }] },
    contentPolicy: { filters: [{ type: "INSULTS", confidence: "HIGH", action: "BLOCKED", detected: true }] },
    sensitiveInformationPolicy: { piiEntities: [{ match: "Hanako", type: "NAME", action: "ANONYMIZED" }], regexes: [] },
    invocationMetrics: { guardrailProcessingLatency: 12 },
  };
  scripted().answer(route, {
    json: {
      usage,
      action: "GUARDRAIL_INTERVENED",
      actionReason: "Guardrail blocked.",
      outputs: [{ text: "I cannot say." }, { text: "Nor this." }],
      assessments: [assessment],
      guardrailCoverage: { textCharacters: { guarded: 16, total: 16 } },
    },
  });
  expect(succeeded(await apply())).toMatchObject({
    output: {
      action: "GUARDRAIL_INTERVENED",
      intervened: true,
      action_reason: "Guardrail blocked.",
      outputs: ["I cannot say.", "Nor this."],
      assessments: [assessment],
      usage,
      coverage: { textCharacters: { guarded: 16 } },
    },
    content: [
      {
        text: [
          "Action: GUARDRAIL_INTERVENED (Guardrail blocked.)",
          "Output: I cannot say.",
          "Output: Nor this.",
          "Assessments:",
          "- topicPolicy topics: name=Investing, type=DENY, action=BLOCKED",
          "- contentPolicy filters: type=INSULTS, confidence=HIGH, action=BLOCKED, detected=true",
          "- sensitiveInformationPolicy piiEntities: match=Hanako, type=NAME, action=ANONYMIZED",
        ].join("\n"),
      },
    ],
  });
});

test("what passes is not an intervention", async () => {
  pass();
  expect(succeeded(await apply())).toMatchObject({
    output: { intervened: false, outputs: [], assessments: [], coverage: {} },
    content: [{ text: "Action: NONE" }],
  });
  expect(sent()).toEqual({ source: "INPUT", content: [{ text: { text: basic.text } }], outputScope: "INTERVENTIONS" });
});

test("seed defect: what was found without an intervention can be asked for", async () => {
  pass();
  succeeded(await apply({ output_scope: "FULL" }));
  expect(sent()).toMatchObject({ outputScope: "FULL" });
});

test("seed defect: a grounding check names its source, its query and what to guard", async () => {
  pass();
  succeeded(
    await apply({ source: "OUTPUT", grounding_source: "Tokyo is the capital.", query: "What is the capital?" }),
  );
  expect(sent()).toMatchObject({
    content: [
      { text: { text: "Tokyo is the capital.", qualifiers: ["grounding_source"] } },
      { text: { text: "What is the capital?", qualifiers: ["query"] } },
      { text: { text: basic.text, qualifiers: ["guard_content"] } },
    ],
  });
});

describe("seed defect: images", () => {
  const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2]);

  test("are assessed with or without text, by what they are and not by what they are called", async () => {
    pass();
    const images = [{ uri: uriOf(png, "image/jpeg") }, { uri: uriOf(jpeg, "text/plain") }];
    succeeded(await apply({ text: undefined, images }));
    expect(sent()).toMatchObject({
      content: [
        { image: { format: "png", source: { bytes: png.toString("base64") } } },
        { image: { format: "jpeg", source: { bytes: jpeg.toString("base64") } } },
      ],
    });
  });

  test("of another format are refused", async () => {
    const error = scripted().failure(await apply({ images: [{ uri: "data:image/png,hello" }] }), {
      code: "invalid_input",
    });
    expect(error.issues?.[0]?.path).toEqual(["images"]);
    expect(scripted().requests).toEqual([]);
  });

  test("of more than 4 MB are refused", async () => {
    const large = uriOf(Buffer.concat([png, Buffer.alloc(4 * 1024 ** 2)]));
    scripted().failure(await apply({ images: [{ uri: large }] }), { code: "too_large" });
  });
});

test("seed defect: content is not logged", async () => {
  pass();
  succeeded(await apply({ text: "very private words" }));
  expect(scripted().logLines.join()).not.toContain("very private words");
});

test.each([
  ["source", { source: "input" }],
  ["guardrail_version", { guardrail_version: "latest" }],
  ["guardrail_id", { guardrail_id: "a/b" }],
  ["text", { text: undefined }],
  ["query", { grounding_source: "x" }],
  ["grounding_source", { query: "x" }],
])("seed defect: bad %s is refused before anything is sent", async (field, more) => {
  expect(scripted().failure(await apply(more), { code: "invalid_input" }).issues?.[0]?.path).toEqual([field]);
  expect(scripted().requests).toEqual([]);
});

test.each([
  [404, "ResourceNotFoundException", "not_found"],
  [403, "AccessDeniedException", "forbidden"],
] as const)("seed defect: an error of AWS (%d %s) is that error", async (status, origin, code) => {
  scripted().answer(route, scriptedError(status, origin));
  scripted().failure(await apply(), { code, origin });
});
