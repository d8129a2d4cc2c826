import * as z from "@tsunagu/core/zod";
import { fieldCode } from "../schema.ts";

const pixels = () => z.union([z.number().min(0).max(10_000), z.string().regex(/^\d{1,5}(\.\d{1,3})?$/)]);

const element = () =>
  z
    .looseObject({
      type: z
        .string()
        .regex(/^[A-Z_]{1,32}$/, "has to be a field type, LABEL, SPACER or HR")
        .refine(
          (type) => type !== "ROW" && type !== "GROUP" && type !== "SUBTABLE",
          "is a row, which cannot stand in a row",
        ),
      code: fieldCode().optional().describe("Field code; not of LABEL, SPACER and HR."),
      label: z.string().max(10_000).optional().describe("Text of a LABEL; may be HTML."),
      elementId: z.string().max(128).optional().describe("Element id of a SPACER."),
      size: z
        .looseObject({ width: pixels().optional(), height: pixels().optional(), innerHeight: pixels().optional() })
        .optional()
        .describe("Pixels."),
    })
    .refine(({ type, code }) => code !== undefined || type === "LABEL" || type === "SPACER" || type === "HR", {
      path: ["code"],
      message: "is missing; only LABEL, SPACER and HR have none",
    });

const elements = () => z.array(element()).max(500);
const row = () => z.looseObject({ type: z.literal("ROW"), fields: elements() });
const table = () => z.looseObject({ type: z.literal("SUBTABLE"), code: fieldCode(), fields: elements() });
const group = () => z.looseObject({ type: z.literal("GROUP"), code: fieldCode(), layout: z.array(row()).max(500) });

/** A form's rows, as kintone's API takes them. */
export const layoutInput = () => z.array(z.discriminatedUnion("type", [row(), table(), group()])).max(1000);
