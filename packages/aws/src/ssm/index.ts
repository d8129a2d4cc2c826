export { ssmDeleteParameter } from "./delete-parameter.ts";
export { ssmGetParameter } from "./get-parameter.ts";
export { ssmGetParametersByPath } from "./get-parameters-by-path.ts";
export { ssmPutParameter } from "./put-parameter.ts";
