export { pollySynthesizeSpeech } from "./synthesize-speech.ts";
