export { applyGuardrail } from "./guardrail.ts";
