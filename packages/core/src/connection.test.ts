import { describe, expect, test } from "vitest";
import { type ConnectionSpec, connectionFromEnvironment, resolveConnection } from "./connection.ts";
import { Secret } from "./secret.ts";

const spec: ConnectionSpec = {
  fields: [
    { name: "key_id", title: "Key", description: "d", type: "secret", env: ["KEY_ID"], group: "credential" },
    {
      name: "secret_key",
      title: "Secret",
      description: "d",
      type: "secret",
      env: ["SECRET_KEY", "OLD_SECRET_KEY"],
      group: "credential",
    },
    { name: "region", title: "Region", description: "d", type: "text", env: ["REGION"] },
    { name: "endpoint", title: "Endpoint", description: "d", type: "text", env: ["ENDPOINT"], receives: "credential" },
    { name: "mode", title: "Mode", description: "d", type: "select", options: ["a", "b"], env: [] },
    { name: "profile", title: "Profile", description: "d", type: "text", env: ["PROFILE"], ambient: true },
  ],
  together: [["key_id", "secret_key"]],
};

const resolve = (...values: Record<string, string>[]) =>
  resolveConnection(
    spec,
    values.map((each, index) => ({ name: ["call", "toolkit"][index] ?? "environment", values: each })),
  );

describe("resolveConnection", () => {
  test("a credential comes from one source whole, other fields from the nearest that has them", () => {
    const values = resolve(
      { key_id: "near-id", secret_key: "near-secret" },
      { key_id: "far-id", secret_key: "far-secret", region: "r1" },
    );
    const { text, secret } = values._unsafeUnwrap();
    expect([secret.key_id?.expose(), secret.secret_key?.expose(), text.region]).toEqual([
      "near-id",
      "near-secret",
      "r1",
    ]);
  });

  test("a key of one source is never paired with a secret of another", () => {
    const error = resolve({ key_id: "near-id" }, { secret_key: "far-secret", key_id: "far-id" })._unsafeUnwrapErr();
    expect(error).toMatchObject({ code: "invalid_input", issues: [{ path: ["secret_key"] }] });
    expect(error.hint).toContain("SECRET_KEY or OLD_SECRET_KEY");
    expect(JSON.stringify(error)).not.toContain("far-secret");
  });

  test("a nearer source cannot send a farther source's credential somewhere else", () => {
    const error = resolve(
      { endpoint: "https://elsewhere.example" },
      { key_id: "id", secret_key: "secret" },
    )._unsafeUnwrapErr();
    expect(error.message).toContain("endpoint: comes from the call, but the credential comes from the toolkit");
  });

  describe("credentials that the host has by itself", () => {
    const ambient: ConnectionSpec = {
      fields: [
        { name: "key", title: "K", description: "d", type: "secret", env: ["K"], group: "credential", ambient: true },
        { name: "role", title: "R", description: "d", type: "text", env: ["R"], group: "credential" },
        { name: "endpoint", title: "E", description: "d", type: "text", env: ["E"], receives: "credential" },
      ],
    };
    const elsewhere = { endpoint: "https://elsewhere.example" };
    const host = { name: "toolkit", values: {} };

    test.each([
      ["alone", elsewhere],
      ["with a role to assume by them", { ...elsewhere, role: "r" }],
    ])("are sent nowhere that a nearer source says %s", (_, values) => {
      const error = resolveConnection(ambient, [{ name: "call", values }, host])._unsafeUnwrapErr();
      expect(error.message).toContain("endpoint: comes from the call without a credential");
    });

    test("go where their host says, or who is trusted with them", () => {
      expect(resolveConnection(ambient, [host, { name: "environment", values: elsewhere }]).isOk()).toBe(true);
      const operator = { name: "form", values: elsewhere, directsAmbient: true };
      expect(resolveConnection(ambient, [operator, host]).isOk()).toBe(true);
      const own = { name: "call", values: { ...elsewhere, key: "k" } };
      expect(resolveConnection(ambient, [own, host]).isOk()).toBe(true);
    });
  });

  test("a farther source may say where a nearer credential goes", () => {
    const values = resolve(
      { key_id: "id", secret_key: "secret" },
      { endpoint: "https://mine.example" },
    )._unsafeUnwrap();
    expect(values.text.endpoint).toBe("https://mine.example");
  });

  test("blank is absent, text is trimmed, a secret is kept as it is", () => {
    const values = resolve({ region: "  ", key_id: " id ", secret_key: "s " }, { region: " r2 " })._unsafeUnwrap();
    expect(values.text.region).toBe("r2");
    expect(values.secret.secret_key?.expose()).toBe("s ");
  });

  test("unknown fields and unknown choices are named", () => {
    expect(resolve({ regoin: "x" })._unsafeUnwrapErr().message).toBe("regoin: is not a connection field (call)");
    expect(resolve({ mode: "c" })._unsafeUnwrapErr().message).toBe("mode: is not one of a, b");
  });

  test("secrets are wrapped and do not print", () => {
    const values = resolve({ key_id: "hidden-id-value", secret_key: "hidden-secret-value" })._unsafeUnwrap();
    expect(JSON.stringify(values)).not.toContain("hidden");
    expect(values.secret.key_id).toBeInstanceOf(Secret);
  });
});

test("connectionFromEnvironment takes the first variable that is set, and leaves ambient ones to the backend", () => {
  const found = connectionFromEnvironment(spec, { SECRET_KEY: " ", OLD_SECRET_KEY: "old", KEY_ID: "id", PROFILE: "p" });
  expect(found).toEqual({ key_id: "id", secret_key: "old" });
});
