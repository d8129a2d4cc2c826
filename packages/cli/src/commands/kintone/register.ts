import { type Command, InvalidArgumentError, Option } from "commander";

const encodings = ["utf8", "sjis"];

/** The commands that move an app's records to and from files. Each command's own code loads when it runs. */
export const registerKintone = (program: Command): void => {
  const kintone = program
    .command("kintone")
    .description("Move the records of a kintone app to and from files of any size.");

  common(kintone.command("export"))
    .description("Export records as CSV, laid out as cli-kintone does, or as JSON Lines.")
    .option("--query <query>", "which records, and in which order; all, by ascending id, by default", "")
    .option("--fields <codes>", "field codes by comma, in the order of the columns; all by default")
    .addOption(new Option("--format <format>", "form of the file").choices(["csv", "jsonl"]).default("csv"))
    .addOption(new Option("--encoding <encoding>", "of CSV").choices(encodings).default("utf8"))
    .option("--attachments-dir <directory>", "download attachments to this directory")
    .option("--max-records <count>", "most records", wholeNumber)
    .option("--out <path>", "where the file goes, which must not exist; - is standard output", "-")
    .action(async (options) => (await import("./export.ts")).exportCommand(options));

  common(kintone.command("import"))
    .description("Import records from CSV or JSON Lines. Rows that fail are reported, and the others are written.")
    .requiredOption("--file <path>", "the file")
    .addOption(new Option("--format <format>", "form of the file; by its name by default").choices(["csv", "jsonl"]))
    .addOption(new Option("--encoding <encoding>", "of CSV").choices(encodings).default("utf8"))
    .option("--update-key <code>", "field that names the record to update; records that do not exist are added")
    .option("--fields <codes>", "field codes by comma that are written; all columns by default")
    .option("--attachments-dir <directory>", "where the files lie that attachment fields name")
    .option("--dry-run", "check every row, and write nothing")
    .option("--atomic", "write all rows, at most 2,000, or none")
    .option("--stop-on-error", "stop at the first row that fails")
    .option("--resume", "go on with an import that was stopped, as its journal says")
    .option("--journal <path>", "where to keep how far the import is; <file>.journal by default, removed at the end")
    .option("--report <path>", "write every row that was not imported to this file, which must not exist")
    .action(async (options) => (await import("./import.ts")).importCommand(options));

  common(kintone.command("types"))
    .description(
      "Write the TypeScript types and zod schemas of an app's records, as they are read and as they are written.",
    )
    .option(
      "--out <path>",
      "where the module goes; one that was written before is written anew; - is standard output",
      "-",
    )
    .action(async (options) => (await import("./types.ts")).typesCommand(options));
};

const common = (command: Command): Command =>
  command
    .requiredOption("--app <id>", "the app's id", appId)
    .option("--request-timeout <seconds>", "give up one request after this long and try again", wholeNumber, 120)
    .option("--connection <key=value>", "a connection field; secrets are safer in the environment", collect, [])
    .option("--json", "print an error as JSON too");

const collect = (value: string, values: readonly string[]): readonly string[] => [...values, value];

const appId = (value: string): string => {
  if (!/^[1-9]\d{0,17}$/.test(value)) throw new InvalidArgumentError("It has to be the number in /k/<number>/.");
  return value;
};

const wholeNumber = (value: string): number => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 2_000_000)
    throw new InvalidArgumentError("It has to be a whole number from 1 to 2,000,000.");
  return number;
};
