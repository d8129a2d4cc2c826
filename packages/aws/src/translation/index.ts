export { translationEvaluator } from "./evaluator.ts";
