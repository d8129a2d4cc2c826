import { spawn } from "node:child_process"; import { once } from "node:events"; import { createInterface } from "node:readline";
import { exportRecords, kintone } from "/work/main/packages/kintone/src/index.ts";
import { createRedactor, resolveConnection, silentLogger } from "/work/main/packages/core/src/index.ts";
const N=Number(process.argv[2]??1000000);
const t0=performance.now();
const server=spawn(process.execPath,["--conditions=@tsunagu/source","/work/main/conformance/support/kintone-bulk/server.ts",String(N)],{stdio:["pipe","pipe","inherit"]});
const [line]=await once(createInterface(server.stdout),"line"); const {url,token}=JSON.parse(line);
console.log("seeded",((performance.now()-t0)/1000).toFixed(1));
const session=resolveConnection(kintone.connection,[{name:"x",values:{kintone_domain:url,kintone_api_token:token,kintone_allow_local:"true"}}]).andThen(v=>kintone.open(v,{logger:silentLogger,redactor:createRedactor()}))._unsafeUnwrap();
for (const format of (process.argv[3]??"csv,jsonl").split(",") as any[]) {
const t=performance.now(); let bytes=0; let peak=0;
const {body,summary}=exportRecords(session,{app:"1",format,fields:["Code","名前","Rank"],signal:new AbortController().signal});
for await (const b of body) {bytes+=b.length; peak=Math.max(peak,process.memoryUsage.rss());}
console.log(format,summary,bytes,((performance.now()-t)/1000).toFixed(1)+"s","peak",Math.round(peak/1e6), "cpu",process.cpuUsage());
}
await session.close(); server.stdin.end();
