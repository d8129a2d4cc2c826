import { serveStdio } from "@tsunagu/dify-adapter/runtime";
import { kintoneIntegration } from "./tools.ts";

serveStdio(kintoneIntegration);
