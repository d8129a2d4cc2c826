import { createToolkit } from "@tsunagu/core";
import { kintonePlanPartitions, orThrow } from "@tsunagu/kintone";
import { startEndpoints } from "./endpoints.ts";
import { inWorkers } from "./workers.ts";

/**
 * Exports one app by several worker processes at once, each a range of record ids, to local endpoints that it starts; then
 * reads all objects back and proves that they hold every record exactly once.
 * `node --conditions=@tsunagu/source examples/partitions/run.ts [workers] [records]`
 */
const [workers = 4, records = 20_000] = process.argv.slice(2).map(Number);
await using endpoints = await startEndpoints(records);
const { app, bucket, environment } = endpoints;
console.log(`${endpoints.ids.size} records, ids 1 to ${records}, a stretch of them deleted`);

Object.assign(process.env, environment);
await using toolkit = createToolkit({ tools: [kintonePlanPartitions] });
const planned = orThrow(
  await toolkit.call("kintone_plan_partitions", { kintone_app_id: app, partitions: workers * 2 }),
);
console.log(
  `planned ${planned.partitions.map(({ from_id, to_id, count }) => `${from_id}–${to_id}: ${count}`).join(", ")}`,
);

const tasks = planned.partitions.map(({ index, query }) => ({
  app,
  query,
  s3_uri: `s3://${bucket}/案件/part-${String(index).padStart(5, "0")}.jsonl`,
}));
for await (const line of inWorkers(workers, tasks, environment)) console.log(line);

const found = await endpoints.exportedIds();
const different = new Set(found);
const twice = found.length - different.size;
const missing = [...endpoints.ids].filter((id) => !different.has(id)).length;
console.log(`${found.length} records in ${tasks.length} objects: ${missing} missing, ${twice} twice`);
if (missing + twice > 0 || found.length !== endpoints.ids.size) process.exitCode = 1;
