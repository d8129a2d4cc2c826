import { Command, InvalidArgumentError, Option } from "commander";
import packageJson from "../package.json" with { type: "json" };
import { registerDify } from "./commands/dify.ts";
import { registerKintone } from "./commands/kintone/register.ts";
import { exitCodeHelp } from "./exit-codes.ts";
import type { LoadTools } from "./tools.ts";

/** The command line as it is parsed. Each command's own code loads when it runs. */
export const createProgram = (loadTools: LoadTools): Command => {
  const program = new Command("tsunagu")
    .description("AWS and kintone tools: list, describe and call them, serve them over MCP, package them for Dify.")
    .version(packageJson.version)
    .addHelpText("after", exitCodeHelp)
    .enablePositionalOptions()
    .configureHelp({ showGlobalOptions: true })
    .exitOverride();

  program
    .command("list")
    .description("List the tools. Needs no credential.")
    .option("--json", "print a JSON array of names, descriptions, effects and schemas")
    .addOption(
      new Option("--connector <name>", "only tools of one connector").choices(["aws", "kintone", "transfer", "none"]),
    )
    .option("--read-only", "only tools that can be called where nothing may change")
    .option("--all", "also the tools that the present connections cannot use")
    .action(async (options) => (await import("./commands/list.ts")).list(loadTools, options));

  program
    .command("describe")
    .description("Describe one tool: parameters, output, permissions, connection, an example.")
    .argument("<tool>", "name of the tool")
    .option("--json", "print JSON")
    .action(async (name, options) => (await import("./commands/describe.ts")).describe(loadTools, name, options));

  program
    .command("call")
    .description("Call one tool. Its output is printed as JSON; anything else goes to standard error.")
    .argument("<tool>", "name of the tool")
    .argument("[fields...]", "input fields as --<field> <value>; a field that takes files takes paths")
    .option("--input <json>", "input as a JSON object, @<path> of a file that holds one, or - for standard input")
    .option("--connection <key=value>", "a connection field; secrets are safer in the environment", collect, [])
    .option("--dry-run", "say what would change, and change nothing")
    .option("--read-only", "refuse what would change anything")
    .option("--yes", "approve a call that destroys something; without it, a person at the terminal is asked")
    .option("--timeout <seconds>", "stop the call after this long", positiveNumber)
    .option("--output-dir <directory>", "where files go; none that is there is overwritten", ".")
    .option("--text", "print the answer in words, where the tool has them, as it comes")
    .option("--json", "print an error as JSON too")
    .allowUnknownOption()
    .action(async (name, fields, options) =>
      (await import("./commands/call.ts")).call(loadTools, name, fields, options),
    );

  program
    .command("mcp")
    .description("Serve the tools over the Model Context Protocol: on standard input and output, or over HTTP.")
    .option(
      "--http [port]",
      "listen on this port of 127.0.0.1 (default 3333); TSUNAGU_MCP_TOKEN, if set, is demanded",
      port,
    )
    .option("--read-only", "only tools that change nothing")
    .option("--tools <names>", "only these tools, by comma", commaList)
    .option("--deny <names>", "without these tools, by comma", commaList)
    .option("--files-dir <directory>", "tools read files from and write files to this directory")
    .addOption(
      new Option("--approval <effect>", "from which effect on the person at the client is asked")
        .choices(["destroy", "write", "never"])
        .default("never"),
    )
    .action(async (options) => (await import("./commands/mcp.ts")).mcp(loadTools, options));

  registerDify(program);

  registerKintone(program);
  program
    .command("local")
    .description("Run AWS and kintone endpoints on this machine, to try the tools with no account.")
    .option("--aws-port <port>", "port of the AWS endpoint; one that is free by default", port)
    .option("--kintone-port <port>", "port of the kintone endpoint; one that is free by default", port)
    // Not --env-file: Node takes an option of that name for its own, wherever it stands on a command line.
    .option("--write-env <path>", "also write the environment variables to this file")
    .action(async (options) => (await import("./commands/local.ts")).local(options));

  return program;
};

const collect = (value: string, values: readonly string[]): readonly string[] => [...values, value];

const commaList = (value: string): readonly string[] =>
  value
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);

const positiveNumber = (value: string): number => {
  const number = Number(value);
  if (!(number > 0 && number <= maxTimeoutSeconds)) {
    throw new InvalidArgumentError(`It has to be a number above 0 and at most ${maxTimeoutSeconds}.`);
  }
  return number;
};

/** A timer holds no more milliseconds than 2^31 - 1. */
const maxTimeoutSeconds = 2_147_483;

const port = (value: string): number => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > 65_535)
    throw new InvalidArgumentError("It has to be a port, 0 to 65535.");
  return number;
};
