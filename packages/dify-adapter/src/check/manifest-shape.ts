import * as z from "zod";
import { assetName, localized, tags } from "./common-shapes.ts";

const path = z.string().min(1).max(128);
const switched = z.strictObject({ enabled: z.boolean() });
const flag = z.boolean().optional();

/** `manifest.yaml` of a plugin with tools. */
export const manifestShape = z.strictObject({
  version: z
    .string()
    // a suffix has to be one that Python's version syntax knows as well
    .regex(/^\d{1,4}(\.\d{1,4}){2}(-(alpha|beta|a|b|rc|dev|post)\d{0,10})?$/, "has to be like 1.2.3 or 1.2.3-beta1"),
  type: z.literal("plugin"),
  author: z
    .string()
    .regex(/^[a-z0-9_-]{1,64}$/, "has to be 1 to 64 of a-z, 0-9, _ and -")
    .refine((author) => !z.uuid().safeParse(author).success, "must not be a UUID"),
  name: z.string().regex(/^[a-z0-9_-]{1,128}$/, "has to be 1 to 128 of a-z, 0-9, _ and -"),
  label: localized,
  description: localized,
  icon: assetName,
  icon_dark: assetName.optional(),
  resource: z.strictObject({
    memory: z.int().min(1),
    permission: z
      .strictObject({
        tool: switched.optional(),
        model: switched
          .extend({ llm: flag, text_embedding: flag, rerank: flag, tts: flag, speech2text: flag, moderation: flag })
          .optional(),
        node: switched.optional(),
        app: switched.optional(),
        endpoint: switched.optional(),
        storage: switched.extend({ size: z.int().min(1024).max(1_073_741_824) }).optional(),
      })
      .optional(),
  }),
  plugins: z.strictObject({
    tools: z.array(path).length(1, "exactly one provider: of several, only one is seen"),
    endpoints: z.array(path).optional(),
  }),
  meta: z.strictObject({
    version: z.string().regex(/^\d{1,4}(\.\d{1,4}){2}$/, "has to be like 0.0.1"),
    arch: z.array(z.enum(["amd64", "arm64"])).min(1),
    runner: z.strictObject({
      language: z.literal("python"),
      version: z.string().min(1).max(128),
      entrypoint: z.string().min(1).max(256),
    }),
    minimum_dify_version: z
      .string()
      .regex(/^\d+(\.\d+)*$/, "has to be like 1.8.0")
      .optional(),
  }),
  created_at: z.iso.datetime({ offset: true, error: "has to be like 2026-10-01T09:00:00Z" }),
  tags,
  privacy: z.string().min(1),
  repo: z.url().optional(),
  verified: z.boolean().optional(),
});
