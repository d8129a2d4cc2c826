import type { SsmInput } from "./input.ts";
import { describeParameters, getParametersByPath } from "./list-parameters.ts";
import { putParameter } from "./put-parameter.ts";
import { deleteParameter, deleteParameters, getParameter, getParameters } from "./read-parameters.ts";
import type { ParameterStore } from "./store.ts";

/** One verified request to Parameter Store. */
export interface SsmCall {
  readonly input: SsmInput;
  readonly store: ParameterStore;
  readonly now: Date;
  /** Who asks. */
  readonly userArn: string;
}

/** The operations by their API names. */
export const ssmOperations: ReadonlyMap<string, (call: SsmCall) => object> = new Map<string, (call: SsmCall) => object>(
  [
    ["PutParameter", putParameter],
    ["GetParameter", getParameter],
    ["GetParameters", getParameters],
    ["GetParametersByPath", getParametersByPath],
    ["DescribeParameters", describeParameters],
    ["DeleteParameter", deleteParameter],
    ["DeleteParameters", deleteParameters],
  ],
);
