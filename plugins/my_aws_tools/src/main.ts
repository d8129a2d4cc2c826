import { serveStdio } from "@tsunagu/dify-adapter/runtime";
import { myAwsTools } from "./tools.ts";

serveStdio(myAwsTools);
