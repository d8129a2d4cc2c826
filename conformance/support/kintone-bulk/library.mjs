import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createRedactor, resolveConnection, silentLogger } from "@tsunagu/core";
import { exportRecords, kintone } from "@tsunagu/kintone";

/**
 * Exports app 1 as a program that has tsunagu as a library does, with V8 as it is by itself: `<connection as JSON> <format>`.
 * In plain JavaScript, since what strips types takes memory. Prints how many records there were and its peak memory.
 */
const [connection = "{}", format] = process.argv.slice(2);
const sources = [{ name: "program", values: JSON.parse(connection) }];
const values = resolveConnection(kintone.connection, sources)._unsafeUnwrap();
const session = kintone.open(values, { logger: silentLogger, redactor: createRedactor() })._unsafeUnwrap();
const { body, summary } = exportRecords(session, { app: "1", format, signal: AbortSignal.timeout(300_000) });
await pipeline(body, createWriteStream("/dev/null"));
await session.close();
console.log(JSON.stringify({ records: summary.records, peakRssBytes: process.resourceUsage().maxRSS * 1024 }));
