import { startLocalAws } from "@tsunagu/local";
import { expect, test } from "vitest";
import { runScript } from "./testing/run-script.ts";

/** Keeps the addresses of all modules that are loaded, by import and by require, in `globalThis.loaded`. */
const watch = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from "node:module";
  globalThis.loaded = [];
  registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
`)}`;
const printLoaded = "console.log(JSON.stringify(globalThis.loaded));";
const loadedBy = async (code: string, environment: Readonly<Record<string, string>> = {}): Promise<readonly string[]> =>
  JSON.parse(await runScript(`${code}; ${printLoaded}`, environment, ["--import", watch]));
const clients = (urls: readonly string[]): readonly string[] => urls.filter((url) => /@aws-sdk|@smithy/.test(url));

test("importing every tool loads no AWS client", async () => {
  const urls = await loadedBy(`await import("./src/index.ts")`);
  expect(urls.some((url) => url.endsWith("/src/s3/operator.ts"))).toBe(true);
  expect(clients(urls)).toEqual([]);
});

test("by name, only the named tools' services load, and nothing before", async () => {
  const before = await loadedBy(`await import("./src/load.ts")`);
  expect(before.filter((url) => url.includes("/packages/"))).toEqual([expect.stringMatching(/\/aws\/src\/load\.ts$/)]);
  const code = `import { loadAwsTools } from "./src/load.ts"; await loadAwsTools(["polly_synthesize_speech"])`;
  const services = (await loadedBy(code)).flatMap((url) => /\/aws\/src\/(\w+)\/index\.ts$/.exec(url)?.[1] ?? []);
  expect(services).toEqual(["polly"]);
});

test("a toolkit, and what needs no service, load none either", async () => {
  const code = `
    import { createToolkit, inputJsonSchema } from "@tsunagu/core";
    import { awsTools } from "./src/index.ts";
    const toolkit = createToolkit({ tools: awsTools, connections: { aws: { aws_region: "us-east-1" } } });
    awsTools.map((tool) => inputJsonSchema(tool.input));
    await toolkit.run("s3_operator", { s3_uri: "nowhere" });
    await toolkit.close();
  `;
  expect(clients(await loadedBy(code))).toEqual([]);
});

test("the first call loads its own service's client and no other", async () => {
  await using aws = await startLocalAws();
  const { accessKeyId, secretAccessKey } = aws.credentials;
  const connection = JSON.stringify({
    aws_access_key_id: accessKeyId,
    aws_secret_access_key: secretAccessKey,
    aws_region: "us-east-1",
    aws_endpoint_url: aws.url,
  });
  const code = `
    import { createToolkit } from "@tsunagu/core";
    import { awsTools } from "./src/index.ts";
    const toolkit = createToolkit({ tools: awsTools, connections: { aws: ${connection} } });
    const result = await toolkit.call("s3_list_buckets", {});
    if (result.isErr()) throw new Error(JSON.stringify(result.error));
    await toolkit.close();
  `;
  const urls = clients(await loadedBy(code));
  expect(urls.some((url) => url.includes("/@aws-sdk/client-s3/"))).toBe(true);
  expect(urls.filter((url) => /client-(dynamodb|sts)|lib-storage|credential-providers\//.test(url))).toEqual([]);
});
