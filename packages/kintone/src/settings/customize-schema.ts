import * as z from "@tsunagu/core/zod";
import { given } from "./given.ts";

/** Files and links of one kind of device in an answer. */
export const customizeOutput = () =>
  z.object({
    js: z.array(z.looseObject({ type: z.string() })),
    css: z.array(z.looseObject({ type: z.string() })),
  });

const resource = () =>
  z.union([
    z.strictObject({ type: z.literal("URL"), url: z.url({ protocol: /^https$/ }).max(2000) }),
    z.strictObject({
      type: z.literal("FILE"),
      file: z.looseObject({
        fileKey: z.string().min(1).max(256).describe("Of kintone_upload_file, or of a file that is there already."),
      }),
    }),
  ]);

const resources = () => z.array(resource()).max(30).optional();

/** Files and links of one kind of device to set, in the order in which they are loaded. */
export const customizeInput = () => z.strictObject({ js: resources(), css: resources() });

/** The same as the client's parameter: of a file that is there already only its key is sent. */
export const deviceParameter = (device: z.infer<ReturnType<typeof customizeInput>> | undefined) =>
  device && given({ js: device.js?.map(resourceParameter), css: device.css?.map(resourceParameter) });

const resourceParameter = (item: z.infer<ReturnType<typeof resource>>) =>
  item.type === "URL" ? item : { type: item.type, file: { fileKey: item.file.fileKey } };
