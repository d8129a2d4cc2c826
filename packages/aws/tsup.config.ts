import { defineConfig } from "tsup";
import { library } from "../../tsup.shared.ts";

export default defineConfig(
  library({ index: "src/index.ts", "s3/index": "src/s3/index.ts", "dynamodb/index": "src/dynamodb/index.ts" }),
);
