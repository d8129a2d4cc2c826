export { comprehendDetectDominantLanguage } from "./detect-dominant-language.ts";
