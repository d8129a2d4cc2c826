import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { plugins, unpackPlugin } from "./support/dify/plugins.ts";
import { type DifyPython, difyPython } from "./support/dify/python.ts";
import { run } from "./support/process.ts";
import { SETUP_TIMEOUT_MS } from "./support/python.ts";

const script = fileURLToPath(new URL("support/dify/load_yaml.py", import.meta.url));
const languages = ["en_US", "ja_JP", "pt_BR", "zh_Hans"];

interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly form: string;
  readonly required: boolean;
  readonly options?: readonly { readonly value: string }[];
}

interface Loaded {
  readonly sdk: string;
  readonly name: string;
  readonly created_at: string;
  readonly credentials: Readonly<Record<string, string>>;
  readonly tools: readonly {
    readonly name: string;
    readonly languages: readonly string[];
    readonly parameters: readonly (Omit<Parameter, "options"> & {
      readonly options: readonly string[];
      readonly languages: readonly string[];
    })[];
    readonly outputs: readonly string[];
  }[];
}

let peer: DifyPython;
beforeAll(async () => {
  peer = await difyPython();
}, SETUP_TIMEOUT_MS);

describe.each(plugins)("$name", (plugin) => {
  test("every YAML file loads in the Python SDK's models and means the same there", async () => {
    await using unpacked = await unpackPlugin(plugin);
    const loaded: Loaded = JSON.parse(await run(peer.python, [script, unpacked.directory], { timeoutMs: 120_000 }));
    expect(loaded).toMatchObject({ name: plugin.name, created_at: "2026-10-01T09:00:00+00:00" });
    expect(loaded.sdk).toMatch(Number(peer.version.split(".")[1]) >= 12 ? /^0\.10\./ : /^0\.7\./);

    const yaml = (path: string) => parse(Buffer.from(unpacked.built.files.get(path) ?? "").toString());
    const provider = yaml(`provider/${plugin.name}.yaml`);
    expect(Object.keys(loaded.credentials)).toEqual(Object.keys(provider.credentials_for_provider));
    expect(loaded.tools).toHaveLength(plugin.tools.length);
    for (const [index, tool] of loaded.tools.entries()) {
      const written = yaml(provider.tools[index]);
      expect(tool.name).toBe(written.identity.name);
      expect(tool.outputs).toEqual(Object.keys(written.output_schema.properties));
      const parameters = (written.parameters as readonly Parameter[]).map(
        ({ name, type, form, required, options }) => ({
          name,
          type,
          form,
          required,
          options: (options ?? []).map(({ value }) => value),
        }),
      );
      expect(tool.parameters).toMatchObject(parameters);
      expect([tool.name, tool.languages]).toEqual([tool.name, languages]);
      for (const parameter of tool.parameters)
        expect([tool.name, parameter.name, parameter.languages]).toEqual([tool.name, parameter.name, languages]);
    }
  });
});
