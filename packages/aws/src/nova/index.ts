export { novaCanvas } from "./canvas.ts";
export { novaReel } from "./reel.ts";
export { novaReelStatus } from "./reel-status.ts";
