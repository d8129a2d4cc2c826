import { isObject } from "@tsunagu/core";
import type { RecordData } from "./record-data.ts";

/**
 * Wraps plain values as kintone takes them: `{ Name: "Sato" }` becomes `{ Name: { value: "Sato" } }`. Lists and objects stay as
 * they are, null becomes an empty text, and what is wrapped already stays, without its type.
 */
export const wrapValues = (plain: Readonly<Record<string, unknown>>): RecordData =>
  Object.fromEntries(
    Object.entries(plain).map(([code, value]) => [
      code,
      { value: isWrapped(value) ? (value["value"] ?? "") : (value ?? "") },
    ]),
  );

/** Whether a value is `{ value }` or `{ type, value }` already; no plain value of kintone has that form. */
const isWrapped = (value: unknown): value is { readonly value: unknown } =>
  isObject(value) &&
  Object.hasOwn(value, "value") &&
  Object.keys(value).every((key) => key === "value" || key === "type");
