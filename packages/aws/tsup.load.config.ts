import { defineConfig } from "tsup";
import { library } from "../../tsup.shared.ts";

/** `load` is cut by service. Built along with `index`, it would cut that into forty files, too, and slow it down by a third. */
export default defineConfig({ ...library({ load: "src/load.ts" }), dts: false, clean: false });
