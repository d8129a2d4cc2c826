import * as z from "@tsunagu/core/zod";

/** A plug-in's id. */
export const pluginId = () =>
  z
    .string()
    .regex(/^[a-z]{1,64}$/, "has to be the letters of a plug-in id")
    .describe("Plug-in id, 32 small letters, as kintone_get_plugins answers it.");

/** An uploaded plug-in. */
export const pluginFileKey = () =>
  z.string().min(1).max(256).describe("The fileKey that kintone_upload_file answers for the plug-in's .zip file.");

/** How many to read, and from where. */
export const pluginPage = () => ({
  offset: z.int().min(0).max(1_000_000).default(0).describe("How many to skip."),
  limit: z.int().min(1).max(100).default(100).describe("Most to return."),
});

/** Where to go on: kintone does not tell how many there are, so a full page may be the last. */
export const nextOffset = () =>
  z.int().nullable().describe("The offset to go on from when the page is full; null when there are no more.");

/** The offset after a page. */
export const offsetAfter = (found: number, { offset, limit }: { readonly offset: number; readonly limit: number }) =>
  found < limit ? null : offset + found;

/** The permission that plug-ins of the domain take. */
export const kintoneAdministration = "domain:administer kintone";
