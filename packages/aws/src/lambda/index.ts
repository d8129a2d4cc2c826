export { lambdaGetFunction } from "./get-function.ts";
export { lambdaInvokeStream } from "./invoke-stream.ts";
export { lambdaInvoker } from "./invoker.ts";
export { lambdaListFunctions } from "./list-functions.ts";
export { lambdaTranslateUtils } from "./translate-utils.ts";
export { lambdaYamlToJson } from "./yaml-to-json.ts";
