import { once } from "node:events";
import { startLocalAws } from "@tsunagu/local";

/** Serves AWS until standard input ends. Prints where, and with which keys. */
await using aws = await startLocalAws();
console.log(JSON.stringify({ url: aws.url, region: aws.region, credentials: aws.credentials }));
process.stdin.resume();
await once(process.stdin, "end");
