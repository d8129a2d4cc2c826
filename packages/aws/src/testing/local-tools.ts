import { createToolkit, type Tool, type Toolkit, type ToolkitOptions } from "@tsunagu/core";
import { type LocalAws, startLocalAws } from "@tsunagu/local";
import { afterAll, afterEach, beforeAll, vi } from "vitest";
import { connectionTo, hideAwsSettings, linesLogger } from "./local-toolkit.ts";

/** Some tools, connected to AWS endpoints on loopback. */
export interface LocalTools<Tools extends readonly Tool[]> extends Pick<Toolkit<Tools>, "call" | "run"> {
  readonly aws: LocalAws;
  /** What was logged since the test began, as JSON lines. */
  readonly logLines: readonly string[];
}

/** Starts them before the tests of the calling file and ends them after. The machine's own AWS settings do not count. */
export const useLocalTools = <const Tools extends readonly Tool[]>(tools: Tools): (() => LocalTools<Tools>) => {
  const logLines: string[] = [];
  let running: { readonly aws: LocalAws; readonly toolkit: Toolkit<Tools> } | undefined;
  beforeAll(async () => {
    hideAwsSettings();
    const aws = await startLocalAws();
    const options = { tools, connections: { aws: connectionTo(aws) }, logger: linesLogger(logLines) };
    running = { aws, toolkit: createToolkit(options as ToolkitOptions<Tools>) };
  });
  afterEach(() => {
    logLines.length = 0;
    running?.aws.faults.clear();
    running?.aws.requests.clear();
  });
  afterAll(async () => {
    await running?.toolkit.close();
    await running?.aws.close();
    vi.unstubAllEnvs();
  });
  return () => {
    if (running === undefined) throw new Error("the local tools run only during the tests of the file");
    const { aws, toolkit } = running;
    return { aws, logLines, call: toolkit.call, run: toolkit.run };
  };
};
