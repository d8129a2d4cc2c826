import { createToolkit, describeError } from "@tsunagu/core";
import { kintoneExportToS3 } from "../export/to-s3.ts";

/** Exports in a process of its own, whose memory is its own: `<connection as JSON> <input as JSON>`. Prints records and peak memory in MiB. */
const [connection = "{}", input = "{}"] = process.argv.slice(2);
const toolkit = createToolkit({ tools: [kintoneExportToS3], connections: { transfer: JSON.parse(connection) } });
let peak = 0;
const sampling = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 10);
const result = await toolkit.call("kintone_export_to_s3", JSON.parse(input));
clearInterval(sampling);
await toolkit.close();
process.stdout.write(
  result.match(
    ({ records, size }) => JSON.stringify({ records, size, mebibytes: peak / 1024 ** 2 }),
    (error) => {
      process.exitCode = 1;
      return describeError(error);
    },
  ),
);
