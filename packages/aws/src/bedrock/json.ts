import type { JsonObject, JsonValue } from "@tsunagu/core";

/** A structure of the SDK as plain JSON: dates as ISO 8601, integers that a JavaScript number cannot hold as text. */
export const toJson = (value: unknown): JsonValue =>
  value === undefined ? null : (JSON.parse(JSON.stringify(value, exactly)) as JsonValue);

/** The same for a structure that is an object. */
export const toJsonObject = (value: object | undefined): JsonObject => toJson(value ?? {}) as JsonObject;

const exactly = (_key: string, value: unknown): unknown => (typeof value === "bigint" ? String(value) : value);
