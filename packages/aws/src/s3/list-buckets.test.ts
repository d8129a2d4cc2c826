import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { expectFailure, succeeded } from "../testing/expect-failure.ts";
import { useLocalToolkit } from "../testing/local-toolkit.ts";
import { useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { s3ListBuckets } from "./list-buckets.ts";

const local = useLocalToolkit();
const scripted = useScriptedToolkit([s3ListBuckets]);

const make = async (region: string, ...names: string[]): Promise<void> => {
  const connection = { ...local().connection, aws_region: region };
  for (const bucket_name of names) succeeded(await local().call("s3_create_bucket", { bucket_name }, { connection }));
};

test("lists buckets by name, with ISO dates, and regions only when asked", async () => {
  await make("us-east-1", "names-b", "names-a");
  const answer = succeeded(await local().call("s3_list_buckets", { name_prefix: "names-" }));
  expect(answer).toEqual({
    bucket_count: 2,
    buckets: ["names-a", "names-b"].map((name) => ({
      name,
      creation_date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      region: null,
      region_lookup_error: null,
    })),
    next_continuation_token: null,
  });
});

test("seed defect: each bucket has its region, us-east-1 and EU included", async () => {
  await make("us-east-1", "regions-virginia");
  await make("eu-west-1", "regions-ireland");
  await make("ap-northeast-1", "regions-tokyo");
  const answer = succeeded(await local().call("s3_list_buckets", { name_prefix: "regions-", include_region: true }));
  expect(answer.buckets.map(({ name, region }) => `${name} ${region}`)).toEqual([
    "regions-ireland eu-west-1",
    "regions-tokyo ap-northeast-1",
    "regions-virginia us-east-1",
  ]);
});

test("seed defect: pages of any size join into the whole list", async () => {
  const names = ["pages-1", "pages-2", "pages-3", "pages-4", "pages-5"];
  await make("us-east-1", ...names);
  const found: string[] = [];
  let token: string | null | undefined;
  do {
    const page = { max_buckets: 2, name_prefix: "pages-", ...(token ? { continuation_token: token } : {}) };
    const answer = succeeded(await local().call("s3_list_buckets", page));
    expect(answer.bucket_count).toBe(answer.buckets.length);
    found.push(...answer.buckets.map(({ name }) => name));
    token = answer.next_continuation_token;
  } while (token);
  expect(found).toEqual(names);
});

test("seed defect: the prefix is the service's work: other buckets do not travel", async () => {
  await make("us-east-1", "mine-1", "theirs-1");
  const answer = succeeded(await local().call("s3_list_buckets", { name_prefix: "mine-" }));
  expect(answer.buckets.map(({ name }) => name)).toEqual(["mine-1"]);
});

test("seed defect: regions come with the list, and the prefix goes to S3: one request in all", async () => {
  const buckets = ["mine-1", "mine-2"].map(
    (name) => `<Bucket><Name>${name}</Name><BucketRegion>eu-west-1</BucketRegion></Bucket>`,
  );
  const body = `<ListAllMyBucketsResult><Buckets>${buckets.join("")}</Buckets></ListAllMyBucketsResult>`;
  scripted().answer("GET /", { headers: { "content-type": "application/xml" }, body });
  const input = { include_region: true, name_prefix: "mine-" };
  const answer = succeeded(await scripted().call("s3_list_buckets", input));
  expect(answer.buckets.map(({ region }) => region)).toEqual(["eu-west-1", "eu-west-1"]);
  expect(scripted().requests.map(({ query }) => query.get("prefix"))).toEqual(["mine-"]);
});

describe("where the list does not tell regions, as at older services", () => {
  const listAt = async (answer: (bucket: string) => { status: number; xml: string }) => {
    const server = createServer((request, response) => {
      const bucket = new URL(request.url ?? "", "http://host").pathname.split("/")[1];
      const names = ["old-eu", "old-none", "old-refused"].map((name) => `<Bucket><Name>${name}</Name></Bucket>`);
      const list = `<ListAllMyBucketsResult><Buckets>${names.join("")}</Buckets></ListAllMyBucketsResult>`;
      const { status, xml } = !bucket ? { status: 200, xml: list } : answer(bucket);
      response
        .writeHead(status, { "content-type": "application/xml", "x-amz-request-id": "LOCALREQUEST0001" })
        .end(xml);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const connection = { ...local().connection, aws_endpoint_url: `http://127.0.0.1:${port}` };
    const result = await local().call("s3_list_buckets", { include_region: true }, { connection });
    server.close();
    server.closeAllConnections();
    return result;
  };

  test("each is asked for, and one that fails does not fail the others", async () => {
    const result = await listAt((bucket) =>
      bucket === "old-refused"
        ? { status: 403, xml: "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>" }
        : {
            status: 200,
            xml: `<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${bucket === "old-eu" ? "EU" : ""}</LocationConstraint>`,
          },
    );
    expect(succeeded(result).buckets.map(({ region, region_lookup_error }) => [region, region_lookup_error])).toEqual([
      ["eu-west-1", null],
      ["us-east-1", null],
      [null, "s3 GetBucketLocation: Access Denied"],
    ]);
  });
});

test("a continuation token that S3 did not give is refused by it", async () => {
  const result = await local().call("s3_list_buckets", { continuation_token: "made up" });
  expectFailure(result, { code: "invalid_input", answered: true }, local());
});
