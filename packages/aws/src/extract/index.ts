export { extractFrame } from "./frame.ts";
