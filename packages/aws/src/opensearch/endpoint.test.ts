import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { searchEndpoint } from "./endpoint.ts";

const read = (opensearch_endpoint: string) => searchEndpoint({ opensearch_endpoint });

test.each([
  ["https://abc123.us-east-1.aoss.amazonaws.com/", "aoss", "us-east-1"],
  ["abc123.ap-northeast-1.aoss.amazonaws.com:443", "aoss", "ap-northeast-1"],
  ["search-pics-abc.eu-west-1.es.amazonaws.com", "es", "eu-west-1"],
  ["https://vpc-pics-abc.cn-north-1.es.amazonaws.com.cn//", "es", "cn-north-1"],
  ["https://search-pics-abc.aos.us-west-2.on.aws", "es", "us-west-2"],
])("%s tells service and region", (address, service, region) => {
  expect(succeeded(read(address))).toMatchObject({ service, region });
});

test.each([
  ["https://search.example.com", "forbidden"],
  ["https://169.254.169.254", "forbidden"],
  ["https://x.us-east-1.es.amazonaws.com.example.com", "forbidden"],
  ["http://x.us-east-1.es.amazonaws.com", "invalid_input"],
  ["https://user:word@x.us-east-1.es.amazonaws.com", "invalid_input"],
  ["not an address", "invalid_input"],
])("%s is refused: nothing is signed for it", (address, code) => {
  const result = read(address);
  expect(result.isErr() && result.error.code).toBe(code);
});
