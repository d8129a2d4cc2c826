import { createToolkit, type Policy } from "@tsunagu/core";
import { serveMcpStdio } from "../stdio.ts";
import { fixtureTools } from "./fixture-tools.ts";

/** What a test tells the server that it spawns, as JSON in the first argument. */
export interface StdioServerSettings {
  readonly policy?: Policy;
  readonly filesDirectory?: string;
}

const { policy, filesDirectory } = JSON.parse(process.argv[2] ?? "{}") as StdioServerSettings;
await using toolkit = createToolkit({
  tools: fixtureTools,
  ...(policy === undefined ? {} : { policy }),
  ...(filesDirectory === undefined ? {} : { files: { directories: [filesDirectory] } }),
});
const server = serveMcpStdio(toolkit, {
  name: "fixture",
  version: "1.2.3",
  instructions: "Only for tests.",
  ...(filesDirectory === undefined ? {} : { filesDirectory }),
});
await server.closed;
