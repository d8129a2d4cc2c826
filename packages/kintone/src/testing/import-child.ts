import { createRedactor, describeError, resolveConnection, silentLogger } from "@tsunagu/core";
import { importFile } from "../bulk/import-file.ts";
import { createKintoneConnector } from "../connector.ts";

/**
 * Imports a file in a process of its own, so that a test can kill it: `<connection as JSON> <path> <options as JSON>`.
 * Prints the summary.
 */
const [connection = "{}", path = "", options = "{}"] = process.argv.slice(2);
const connector = createKintoneConnector({ retryBaseMs: 2 });
const session = resolveConnection(connector.connection, [{ name: "call", values: JSON.parse(connection) }])
  .andThen((values) => connector.open(values, { logger: silentLogger, redactor: createRedactor() }))
  ._unsafeUnwrap();
const signal = new AbortController().signal;
const result = await importFile(session, path, { ...JSON.parse(options), signal, retryBaseMs: 5 });
await session.close();
process.stdout.write(
  result.match(
    (summary) => JSON.stringify(summary),
    (error) => {
      process.exitCode = 1;
      return describeError(error);
    },
  ),
);
