export { stepfunctionsDescribeExecution } from "./describe-execution.ts";
export { stepfunctionsListExecutions } from "./list-executions.ts";
export { stepfunctionsStartExecution } from "./start-execution.ts";
export { stepfunctionsStartSyncExecution } from "./start-sync-execution.ts";
export { stepfunctionsStopExecution } from "./stop-execution.ts";
export { stepfunctionsWaitExecution } from "./wait-execution.ts";
