import { type Command, Option } from "commander";

/** The commands for Dify plugins as they are parsed. Each one's own code loads when it runs. */
export const registerDify = (program: Command): void => {
  const dify = program
    .command("dify")
    .description("Build, check, sign and try Dify plugins, and move apps over to them.");

  dify
    .command("build")
    .description("Build .difypkg files: my_aws_tools, kintone_integration, or both.")
    .requiredOption("--out <directory>", "where the packages go")
    .option("--report", "also say what makes up the size")
    .argument("[plugins...]", "names of the plugins; all when none is given")
    .action(async (plugins, options) => (await import("./dify-build.ts")).difyBuild(plugins, options));

  dify
    .command("check")
    .description("Check a plugin, any plugin, by the strictest rules that any part of Dify has.")
    .argument("<path>", "a .difypkg file, or a plugin's directory")
    .action(async (path) => (await import("./dify-check.ts")).difyCheck(path));

  const sign = dify.command("sign").description("Sign packages, for a Dify that asks for signatures.");

  sign
    .command("keys")
    .description("Make a pair of keys: <name>.private.pem, which only you may read, and <name>.public.pem for Dify.")
    .argument("<name>", "path of the files, without their endings; neither may be there yet")
    .action(async (name) => (await import("./dify-sign.ts")).difySignKeys(name));

  sign
    .command("package")
    .description("Write a signed copy of a package: <name>.signed.difypkg beside it.")
    .argument("<package>", "the .difypkg file")
    .requiredOption("--key <path>", "the private key, PEM")
    .addOption(
      new Option("--category <category>", "whom the signature says it comes from")
        .choices(["community", "partner", "langgenius"])
        .default("community"),
    )
    .action(async (path, options) => (await import("./dify-sign.ts")).difySign(path, options));

  sign
    .command("verify")
    .description("Verify a package's signature.")
    .argument("<package>", "the .difypkg file")
    .requiredOption("--key <path>", "the public key, PEM")
    .action(async (path, options) => (await import("./dify-sign.ts")).difyVerify(path, options));

  dify
    .command("debug")
    .description("Run a plugin here for a running Dify that debugs it. REMOTE_INSTALL_KEY holds Dify's debugging key.")
    .argument("<plugin>", "my_aws_tools or kintone_integration; it appears as <plugin>-debug")
    .option("--url <host:port>", "where Dify listens; REMOTE_INSTALL_URL, or port 5003 of this machine, when left out")
    .option("--env <path>", "a file with these variables", ".env")
    .action(async (plugin, options) => (await import("./dify-debug.ts")).difyDebug(plugin, options));

  dify
    .command("migrate")
    .description("Move an exported app from the plugins that these replace over to these, and keep all else as it is.")
    .argument("<app>", "the app's file, as Dify exports it (DSL, .yml)")
    .option("--out <path>", "where the app goes; standard output when left out. None that is there is overwritten")
    .action(async (path, options) => (await import("./dify-migrate.ts")).difyMigrate(path, options));
};
