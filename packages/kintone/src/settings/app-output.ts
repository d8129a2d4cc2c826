import * as z from "@tsunagu/core/zod";
import type { KintoneClient } from "../http/client.ts";
import { entityOutput } from "./schema.ts";

/** An app in an answer. */
export const appOutput = () =>
  z.object({
    app_id: z.string(),
    code: z.string().describe("App code, by which other settings can name the app; empty when it has none."),
    name: z.string(),
    description: z.string().describe("HTML, as kintone's editor writes it; may be empty."),
    space_id: z.string().nullable(),
    thread_id: z.string().nullable(),
    created_at: z.string().describe("UTC, as 2026-01-31T09:30:00.000Z."),
    creator: entityOutput(),
    modified_at: z.string(),
    modifier: entityOutput(),
  });

type KintoneApp = Awaited<ReturnType<KintoneClient["app"]["getApp"]>>;

/** An app of the API in our words. */
export const showApp = (app: KintoneApp): z.infer<ReturnType<typeof appOutput>> => ({
  app_id: app.appId,
  code: app.code ?? "",
  name: app.name,
  description: app.description,
  space_id: app.spaceId ?? null,
  thread_id: app.threadId ?? null,
  created_at: app.createdAt,
  creator: app.creator,
  modified_at: app.modifiedAt,
  modifier: app.modifier,
});
