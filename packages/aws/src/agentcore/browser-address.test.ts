import { expect, test } from "vitest";
import { addressProblem, resourceProblem } from "./browser-address.ts";

test.each(["https://example.com/", "http://example.com:8080/a?b#c", "https://8.8.8.8/", "https://[2606:4700::1111]/"])(
  "%s may be visited",
  (address) => {
    expect(addressProblem(address, [])).toBeUndefined();
  },
);

test.each([
  "file:///etc/passwd",
  "javascript:alert(1)",
  "chrome://settings",
  "ftp://example.com/",
  "data:text/html,x",
  "view-source:https://example.com",
  "https://user:password@example.com/",
  "nonsense",
  "http://localhost/",
  "http://LOCALHOST./",
  "http://app.localhost:3000/",
  "http://127.0.0.1/",
  "http://2130706433/",
  "http://0x7f.1/",
  "http://0177.0.0.1/",
  "http://[::1]/",
  "http://[::ffff:10.0.0.1]/",
  "http://10.1.2.3/",
  "http://192.168.0.1/",
  "http://172.16.0.1/",
  "http://169.254.169.254/latest/meta-data/",
  "http://[fd00:ec2::254]/",
  "http://100.64.0.1/",
  "http://0.0.0.0/",
  "http://intranet/",
  "http://printer.local/",
  "http://ip-10-0-0-1.ec2.internal/",
])("%s is refused", (address) => {
  expect(addressProblem(address, [])).toBeTypeOf("string");
});

test("a host that is named may be visited, with its port or without", () => {
  expect(addressProblem("http://127.0.0.1:8080/", ["127.0.0.1"])).toBeUndefined();
  expect(addressProblem("http://127.0.0.1:8080/", ["127.0.0.1:8080"])).toBeUndefined();
  expect(addressProblem("http://127.0.0.1:8080/", ["127.0.0.1:9090"])).toBeTypeOf("string");
  expect(addressProblem("http://10.0.0.5/", ["10.0.0.5:80"])).toBeUndefined();
  expect(addressProblem("https://10.0.0.5/", ["10.0.0.5:80"])).toBeTypeOf("string");
  expect(addressProblem("https://[fd00::5]/", ["[fd00::5]:443"])).toBeUndefined();
  expect(addressProblem("file://127.0.0.1/x", ["127.0.0.1"])).toBe("is not http or https");
});

test("what a page holds itself may be loaded, and nothing private", () => {
  expect(resourceProblem("data:image/png;base64,AA==", [])).toBeUndefined();
  expect(resourceProblem("about:blank", [])).toBeUndefined();
  expect(resourceProblem("file:///etc/passwd", [])).toBe("is not http or https");
  expect(resourceProblem("http://169.254.169.254/", [])).toBeTypeOf("string");
});
