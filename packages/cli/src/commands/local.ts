import { type LocalAws, startLocalAws, startLocalKintone } from "@tsunagu/local";
import { watchInterruption } from "../interruption.ts";
import { writeEnvironmentFile } from "../local/environment-file.ts";
import { sampleApp } from "../local/sample-app.ts";
import { note, print } from "../output/print.ts";

export interface LocalOptions {
  readonly awsPort?: number;
  readonly kintonePort?: number;
  readonly writeEnv?: string;
}

/** Runs both endpoints until the process is told to stop, and prints the variables that point the tools at them. */
export const local = async (options: LocalOptions): Promise<void> => {
  using interruption = watchInterruption();
  await using aws = await startLocalAws({ port: options.awsPort ?? 0 });
  await using kintone = await startLocalKintone({ port: options.kintonePort ?? 0 });
  const app = kintone.addApp(sampleApp);
  const variables = {
    ...awsVariables(aws),
    KINTONE_BASE_URL: kintone.url,
    KINTONE_API_TOKEN: app.token("view", "add", "edit", "delete"),
    KINTONE_ALLOW_LOCAL: "true",
    KINTONE_SAMPLE_APP: String(app.id),
  };
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}='${value}'`);
  if (options.writeEnv !== undefined) await writeEnvironmentFile(options.writeEnv, lines);
  print(lines.join("\n"));
  note(
    `AWS at ${aws.url} and kintone at ${kintone.url} are running; app ${app.id} is ${sampleApp.name}. Ctrl-C stops them.`,
  );
  await new Promise<void>((resolve) => interruption.signal.addEventListener("abort", () => resolve(), { once: true }));
};

const awsVariables = ({ url, region, credentials }: LocalAws) => ({
  AWS_ENDPOINT_URL: url,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_REGION: region,
});
