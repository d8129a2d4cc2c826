import { defineConfig } from "tsup";
import { library } from "../../tsup.shared.ts";

const entry = { index: "src/index.ts", "s3/index": "src/s3/index.ts", "dynamodb/index": "src/dynamodb/index.ts" };

export default defineConfig({ ...library(entry), dts: { entry: { ...entry, load: "src/load.ts" } } });
