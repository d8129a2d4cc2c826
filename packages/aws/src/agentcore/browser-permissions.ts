/** What every tool that works in a browser session needs. */
export const browserPermissions = [
  "ssm:GetParameter",
  "ssm:DeleteParameter",
  "bedrock-agentcore:GetBrowserSession",
  "bedrock-agentcore:ConnectBrowserAutomationStream",
] as const;
