import type { awsTools } from "./tools.ts";

type AwsTool = (typeof awsTools)[number];
type AwsToolName = AwsTool["name"];

/** By the first word of their tools' names. */
const services: Readonly<Record<string, () => Promise<object>>> = {
  agentcore: () => import("./agentcore/index.ts"),
  apply: () => import("./apply/index.ts"),
  bedrock: () => import("./bedrock/index.ts"),
  comprehend: () => import("./comprehend/index.ts"),
  dynamodb: () => import("./dynamodb/index.ts"),
  extract: () => import("./extract/index.ts"),
  lambda: () => import("./lambda/index.ts"),
  nova: () => import("./nova/index.ts"),
  opensearch: () => import("./opensearch/index.ts"),
  polly: () => import("./polly/index.ts"),
  s3: () => import("./s3/index.ts"),
  sagemaker: () => import("./sagemaker/index.ts"),
  ssm: () => import("./ssm/index.ts"),
  stepfunctions: () => import("./stepfunctions/index.ts"),
  transcribe: () => import("./transcribe/index.ts"),
  translation: () => import("./translation/index.ts"),
};

/**
 * Loads tools by name, and of this package only the services that they belong to: for programs that start often and call
 * few tools, such as a function or a command. The module itself costs the same however many tools there are. Answers in
 * the order of the names. Rejects with a TypeError for a name that no tool has.
 */
export const loadAwsTools = async <const Names extends readonly AwsToolName[]>(
  names: Names,
): Promise<{ readonly [I in keyof Names]: Extract<AwsTool, { readonly name: Names[I] }> }> => {
  const tools: readonly AwsTool[] = await Promise.all(names.map(loadTool));
  return tools as { readonly [I in keyof Names]: Extract<AwsTool, { readonly name: Names[I] }> };
};

const loadTool = async (name: AwsToolName): Promise<AwsTool> => {
  const [service = ""] = name.split("_");
  const exported = Object.hasOwn(services, service) ? await services[service]?.() : undefined;
  const tool = Object.values(exported ?? {}).find((value): value is AwsTool => value?.name === name);
  if (tool === undefined) throw new TypeError(`@tsunagu/aws has no tool named ${JSON.stringify(name)}.`);
  return tool;
};
