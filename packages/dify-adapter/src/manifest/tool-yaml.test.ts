import { type Connector, type JsonObject, toolFor } from "@tsunagu/core";
import { fileInput } from "@tsunagu/core/schemas";
import { ok, okAsync } from "neverthrow";
import { expect, test } from "vitest";
import * as z from "zod";
import type { DifyPlugin } from "../plugin.ts";
import { manifestYaml } from "./manifest-yaml.ts";
import { providerYaml } from "./provider-yaml.ts";
import { toolYaml } from "./tool-yaml.ts";

const connector: Connector<undefined> = {
  name: "service",
  connection: {
    fields: [
      { name: "service_key", title: "Key", description: "The key.", type: "secret", env: ["SERVICE_KEY"] },
      {
        name: "service_region",
        title: "Region",
        description: "The region.",
        type: "text",
        env: [],
        placeholder: "eu-1",
      },
      { name: "service_mode", title: "Mode", description: "The mode.", type: "select", options: ["a", "b"], env: [] },
      { name: "limit", title: "Limit", description: "A connection field like an input.", type: "text", env: [] },
    ],
  },
  open: () => ok(undefined),
  verify: () => okAsync("me"),
};

const tool = toolFor(connector)({
  name: "service_search",
  title: "Search",
  description: "Searches things. Call service_list first.",
  effect: { kind: "read" },
  permissions: [],
  input: z.object({
    query: z.string().min(1).max(200).describe("What to look for."),
    kind: z.enum(["", "small", "large"]).default("").describe("Which size."),
    limit: z.int().min(1).max(100).default(10).describe("Most things to return."),
    score: z.number().gt(0).optional(),
    exact: z.boolean().default(false),
    since: z.string().nullable().describe("Earliest day."),
    filter: z
      .object({
        field: z.string().describe("Field code."),
        values: z.array(z.object({ value: z.string().describe("Text to match.") })),
      })
      .optional()
      .describe("Narrows the search."),
    tags: z.array(z.string()).default(["a"]),
    id: z.union([z.string(), z.int()]).optional(),
    image: fileInput.optional().describe("An image."),
    images: z.array(fileInput).max(5).optional(),
  }),
  output: z.object({
    text: z.string(),
    count: z.int(),
    cursor: z.string().nullable().describe("Where to go on."),
    things: z.array(z.object({ id: z.string(), size: z.number().nullable() })),
    any: z.unknown(),
    kind: z.enum(["a", "b"]),
  }),
  execute: () => okAsync({ text: "", count: 0, cursor: null, things: [], any: null, kind: "a" as const }),
});

const plugin: DifyPlugin = {
  name: "service_tools",
  tools: [tool],
  names: { "service-search": "service_search" },
  identity: {
    author: "tsunagu",
    label: { en_US: "Service" },
    description: { en_US: "Service tools." },
    icon: "<svg/>",
    tags: ["utilities"],
    version: "1.0.0",
    createdAt: "2026-10-01T09:00:00Z",
  },
  catalogs: {
    ja_JP: {
      tools: {
        service_search: {
          title: "検索",
          input: { query: { label: "検索語", description: "探す語。" } },
          options: { kind: { small: "小" } },
        },
      },
      connection: { service_key: { label: "キー", description: "そのキー。" } },
    },
  },
  privacy: "p",
  readme: { en_US: "r" },
};

const parameters = Object.fromEntries(
  (toolYaml(plugin, tool)["parameters"] as JsonObject[]).map((parameter) => [String(parameter["name"]), parameter]),
);

test("a tool keeps its earlier name, and its texts in each language", () => {
  const yaml = toolYaml(plugin, tool);
  expect(yaml["identity"]).toEqual({
    name: "service-search",
    author: "tsunagu",
    label: { en_US: "Search", ja_JP: "検索" },
  });
  expect(yaml["description"]).toMatchObject({ llm: "Searches things. Call service_list first." });
});

test("text, choices, numbers and switches", () => {
  expect(parameters["query"]).toEqual({
    name: "query",
    label: { en_US: "Query", ja_JP: "検索語" },
    human_description: { en_US: "What to look for.", ja_JP: "探す語。" },
    llm_description: "What to look for.\n(at least 1 characters; at most 200 characters)",
    form: "llm",
    required: true,
    type: "string",
  });
  expect(parameters["kind"]).toMatchObject({
    type: "select",
    required: false,
    options: [
      { value: "small", label: { en_US: "small", ja_JP: "小" } },
      { value: "large", label: { en_US: "large" } },
    ],
  });
  expect(parameters["kind"]).not.toHaveProperty("default");
  expect(parameters["limit"]).toMatchObject({
    type: "number",
    min: 1,
    max: 100,
    precision: 0,
    default: 10,
    required: false,
  });
  expect(parameters["limit"]?.["llm_description"]).toContain("at least 1; at most 100; default 10");
  expect(parameters["score"]).not.toHaveProperty("min");
  expect(parameters["score"]?.["llm_description"]).toContain("above 0");
  expect(parameters["exact"]).toMatchObject({ type: "boolean", default: false });
  expect(parameters["since"]).toMatchObject({ type: "string", required: true });
});

test("objects, lists and unions are JSON text, or text, whose shape the model is told", () => {
  expect(parameters["filter"]).toMatchObject({ type: "string", form: "llm" });
  expect(parameters["filter"]?.["llm_description"]).toBe(
    [
      "Narrows the search.",
      "JSON text of this shape: { field: string; values: Array<{ value: string }> }",
      "- field: Field code.",
      "- values[].value: Text to match.",
    ].join("\n"),
  );
  expect(parameters["tags"]).toMatchObject({ type: "string", default: '["a"]' });
  expect(parameters["id"]?.["llm_description"]).toBe("Type: string | integer");
});

test("files are files", () => {
  expect(parameters["image"]).toMatchObject({ type: "file", required: false });
  expect(parameters["images"]).toMatchObject({ type: "files" });
});

test("connection fields are repeated in the form, unless the tool has an input of that name", () => {
  expect(parameters["service_key"]).toMatchObject({
    type: "secret-input",
    form: "form",
    required: false,
    label: { ja_JP: "キー" },
  });
  expect(parameters["service_mode"]).toMatchObject({
    type: "select",
    form: "form",
    options: [{ value: "a" }, { value: "b" }],
  });
  expect(parameters["limit"]).toMatchObject({ form: "llm", human_description: { en_US: "Most things to return." } });
});

test("the output schema has one plain type for each field that a node does not have already", () => {
  expect(toolYaml(plugin, tool)["output_schema"]).toEqual({
    type: "object",
    properties: {
      count: { type: "number" },
      cursor: { type: "string", description: "Where to go on. May be null." },
      things: {
        type: "array",
        items: {
          type: "object",
          properties: { id: { type: "string" }, size: { type: "number", description: "May be null." } },
        },
      },
      any: { type: "object" },
      kind: { type: "string" },
    },
  });
});

test("what a person sets in the form is asked for there, with a choice that the plugin gives", () => {
  const asking = {
    ...plugin,
    formInputs: { service_search: ["query", "since", "kind"] },
    parameterOptions: { query: () => okAsync([]), kind: () => okAsync([]) },
    runtimeParameters: { service_search: () => okAsync([]) },
  };
  const yaml = toolYaml(asking, tool);
  expect(yaml).toMatchObject({ has_runtime_parameters: true });
  const [query, kind, limit] = yaml["parameters"] as JsonObject[];
  expect(query).toMatchObject({ name: "query", form: "form", type: "dynamic-select", required: true });
  expect(kind).toMatchObject({ name: "kind", form: "form", type: "select" });
  expect(limit).toMatchObject({ name: "limit", form: "llm" });
});

test("permissions and sign-in are declared where the plugin has them", () => {
  expect(manifestYaml(plugin)).toMatchObject({ resource: { permission: {} } });
  expect(manifestYaml({ ...plugin, uses: { storageBytes: 4096, tools: true } })).toMatchObject({
    resource: { permission: { tool: { enabled: true }, storage: { enabled: true, size: 4096 } } },
  });
  const [key, region] = connector.connection.fields;
  if (key === undefined || region === undefined) throw new Error("The connector has two fields and more.");
  expect(providerYaml({ ...plugin, oauthFields: { client: [key], credentials: [region] } })).toMatchObject({
    oauth_schema: {
      client_schema: [{ name: "service_key", type: "secret-input" }],
      credentials_schema: [{ name: "service_region", type: "text-input" }],
    },
  });
});

test("the provider's form has every connection field, none of them required", () => {
  expect(providerYaml(plugin)).toMatchObject({
    credentials_for_provider: {
      service_key: { type: "secret-input", required: false, help: { ja_JP: "そのキー。" } },
      service_region: { type: "text-input", required: false, placeholder: { en_US: "eu-1" } },
      service_mode: { type: "select", required: false, options: [{ value: "a" }, { value: "b" }] },
    },
    tools: ["tools/service-search.yaml"],
  });
});

test("two connectors must not mean different things by one name", () => {
  const other = { ...tool, name: "other_search", connector: { ...connector, name: "other" } };
  expect(() => providerYaml({ ...plugin, tools: [tool, other] })).toThrow("have a field service_key");
});
