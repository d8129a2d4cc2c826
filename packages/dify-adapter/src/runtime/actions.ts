import type { DifyErrorType } from "./dify-error.ts";
import type { Handler } from "./handler.ts";
import { invokeTool } from "./invoke-tool.ts";
import { getAuthorizationUrl, getCredentials, refreshCredentials } from "./oauth.ts";
import { fetchParameterOptions } from "./parameter-options.ts";
import { getRuntimeParameters } from "./runtime-parameters.ts";
import { validateCredentials } from "./validate-credentials.ts";

/** What answers an action, and the type of its errors where it is not the error's own. */
export interface Action {
  readonly run: Handler;
  readonly errorType?: DifyErrorType;
}

/** Every action that a tool plugin answers, as `type/action`. */
export const actions: Readonly<Record<string, Action>> = {
  "tool/invoke_tool": { run: invokeTool },
  "tool/validate_tool_credentials": { run: validateCredentials, errorType: "CredentialsValidateFailedError" },
  "tool/get_tool_runtime_parameters": { run: getRuntimeParameters },
  "dynamic_parameter/fetch_parameter_options": { run: fetchParameterOptions },
  "oauth/get_authorization_url": { run: getAuthorizationUrl },
  "oauth/get_credentials": { run: getCredentials, errorType: "CredentialsValidateFailedError" },
  "oauth/refresh_credentials": { run: refreshCredentials, errorType: "CredentialsValidateFailedError" },
};
