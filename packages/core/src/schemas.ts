import { fileMark } from "./file-mark.ts";
import * as z from "./zod.ts";

export { fileMark };

/** An input file by reference. Surfaces turn what they have (an upload, a path, a link) into it. */
export const fileInput = z
  .strictObject({
    uri: z
      .string()
      .min(1)
      .describe("Address of the file: `https:`, `data:`, or a handle or path that this host gives."),
    name: z.string().min(1).max(255).optional().describe("File name, where the address does not tell it."),
    media_type: z.string().min(1).max(255).optional().describe("Media type, such as `image/png`."),
  })
  .meta({ [fileMark]: "file" });

/** An output file: where the host put it (null when it comes beside the answer), and what it is. */
export const fileOutput = z
  .object({
    uri: z.string().nullable(),
    name: z.string(),
    media_type: z.string(),
    size: z.int().min(0).describe("Bytes."),
  })
  .meta({ [fileMark]: "file" });
