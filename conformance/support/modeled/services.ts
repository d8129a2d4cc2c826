/** The services that can be spoken, by signing name: several services share one. */
const servicesBySigningName = {
  bedrock: ["bedrock-agent-runtime", "bedrock-runtime", "bedrock-agent", "bedrock"],
  "bedrock-agentcore": ["bedrock-agentcore", "bedrock-agentcore-control"],
  comprehend: ["comprehend"],
  es: ["opensearch"],
  lambda: ["lambda"],
  polly: ["polly"],
  sagemaker: ["sagemaker-runtime"],
  ssm: ["ssm"],
  states: ["stepfunctions"],
  sts: ["sts"],
  transcribe: ["transcribe"],
} as const;

/** A service, named as its folder in botocore. */
export type ServiceName = (typeof servicesBySigningName)[keyof typeof servicesBySigningName][number];

export const serviceNames: readonly ServiceName[] = Object.values(servicesBySigningName).flat();

/** The services that sign with a name. */
export function servicesSigningAs(signingName: string): readonly ServiceName[] {
  return Object.entries(servicesBySigningName).find(([name]) => name === signingName)?.[1] ?? [];
}

/** The services that take an API key instead of a signature. */
export const bearerServices: readonly ServiceName[] = ["bedrock-runtime", "bedrock"];
