import { defineConfig } from "tsup";
import { library } from "../../tsup.shared.ts";

export default defineConfig(
  library({
    index: "src/index.ts",
    "runtime/index": "src/runtime/index.ts",
    "package/index": "src/package/index.ts",
    "testing/index": "src/testing/index.ts",
  }),
);
