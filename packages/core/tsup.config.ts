import { defineConfig } from "tsup";
import { library } from "../../tsup.shared.ts";

export default defineConfig({
  ...library({
    index: "src/index.ts",
    "testing/index": "src/testing/index.ts",
    "logging/pino": "src/logging/pino.ts",
    schemas: "src/schemas.ts",
    zod: "src/zod.ts",
  }),
  noExternal: ["zod"],
});
