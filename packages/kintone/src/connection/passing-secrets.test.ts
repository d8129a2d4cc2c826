import { createRedactor } from "@tsunagu/core";
import { expect, it } from "vitest";
import { passingSecrets } from "./passing-secrets.ts";

it("looks for the latest 200 secrets, until it is disposed", () => {
  const redactor = createRedactor();
  const { protect, dispose } = passingSecrets(redactor);
  for (let index = 1; index <= 201; index++) protect(`Passing-Secret-${index}!`);
  expect(redactor.text("say Passing-Secret-201!")).not.toContain("Secret-201");
  expect(redactor.text("say Passing-Secret-2!")).not.toContain("Secret-2!");
  expect(redactor.text("say Passing-Secret-1!")).toBe("say Passing-Secret-1!");
  dispose();
  expect(redactor.text("say Passing-Secret-201!")).toBe("say Passing-Secret-201!");
});
