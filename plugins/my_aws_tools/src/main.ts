import { serve } from "@tsunagu/dify-adapter/runtime";
import { myAwsTools } from "./tools.ts";

/** The handler where AWS Lambda loads this program; undefined where it is a process of its own. */
export const handler = await serve(myAwsTools);
