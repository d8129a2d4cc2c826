import { createToolkit, describeError } from "@tsunagu/core";
import { kintoneExportToS3 } from "@tsunagu/transfer";

/**
 * Exports one partition: `<partition as JSON>`. The connection comes from the environment, as in a Lambda function. What it does is
 * what a function's handler would do with the partition as its event; a partition that is exported again replaces its own object.
 */
const partition: { app: string; query: string; s3_uri: string } = JSON.parse(process.argv[2] ?? "{}");

await using toolkit = createToolkit({ tools: [kintoneExportToS3] });
const exported = await toolkit.call("kintone_export_to_s3", {
  kintone_app_id: partition.app,
  query: partition.query,
  s3_uri: partition.s3_uri,
  format: "jsonl",
  if_none_match: false,
});
exported.match(
  ({ s3_uri, records, size }) => console.log(JSON.stringify({ s3_uri, records, size })),
  (error) => {
    console.error(describeError(error));
    process.exitCode = 1;
  },
);
