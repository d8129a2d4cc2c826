export { sagemakerChineseToxicityDetector } from "./chinese-toxicity-detector.ts";
export { sagemakerTextRerank } from "./text-rerank.ts";
export { sagemakerTts } from "./tts.ts";
