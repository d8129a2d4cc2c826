import { type JsonObject, type ToolError, ToolFailure, toolError } from "@tsunagu/core";
import type { ResultAsync } from "neverthrow";
import type { Handler, Served } from "./handler.ts";
import { type HookCall, hookCall, textFields } from "./hook-call.ts";
import { type CallbackRequest, readCallback } from "./oauth-callback.ts";
import type { Session } from "./session.ts";
import { thrownError } from "./thrown-error.ts";

/** What Dify says about a sign-in. */
export interface OAuthRequest {
  /** Where the service sends the person back to. */
  readonly redirectUri: string;
  /** The OAuth client, as whoever runs Dify entered it. */
  readonly client: Readonly<Record<string, string>>;
}

/** What a sign-in gives: the values of the provider's credential fields. */
export interface OAuthCredentials {
  readonly credentials: Readonly<Record<string, string>>;
  /** Seconds since 1970 after which Dify asks for a refresh. Default: never. */
  readonly expiresAt?: number;
  /** Shown to the person, such as a name or a picture. */
  readonly metadata?: JsonObject;
}

/** How a person connects by signing in. Client secrets and credentials are scrubbed from errors and logs. */
export interface OAuthHooks {
  /** The address that the person is sent to. */
  authorizationUrl(request: OAuthRequest, call: HookCall): ResultAsync<string, ToolError>;
  /** Makes credentials of the request with which the service sent the person back. */
  credentials(
    request: OAuthRequest & { readonly callback: CallbackRequest },
    call: HookCall,
  ): ResultAsync<OAuthCredentials, ToolError>;
  /** Renews credentials. Without it, credentials that expire have to be given anew. */
  refresh?(
    request: OAuthRequest & { readonly credentials: Readonly<Record<string, string>> },
    call: HookCall,
  ): ResultAsync<OAuthCredentials, ToolError>;
}

/** `oauth/get_authorization_url` */
export const getAuthorizationUrl: Handler = (data, session, served) =>
  answer(data, session, served, (hooks, request, call) =>
    hooks.authorizationUrl(request, call).map((url) => ({ authorization_url: url })),
  );

/** `oauth/get_credentials` */
export const getCredentials: Handler = (data, session, served) =>
  answer(data, session, served, (hooks, request, call) => {
    const callback = readCallback(data["raw_http_request"]);
    return hooks.credentials({ ...request, callback }, call).map(toAnswer);
  });

/** `oauth/refresh_credentials` */
export const refreshCredentials: Handler = (data, session, served) =>
  answer(data, session, served, (hooks, request, call) => {
    if (hooks.refresh === undefined)
      throw new ToolFailure(toolError("unsupported", "These credentials cannot be renewed. Sign in again."));
    return hooks
      .refresh({ ...request, credentials: textFields(data["credentials"]) }, call)
      .map(({ credentials, expiresAt = -1 }) => ({ credentials: { ...credentials }, expires_at: expiresAt }));
  });

/** Secrets of the request are looked for in errors and logs as long as it runs. */
const answer = async (
  data: Readonly<Record<string, unknown>>,
  session: Session,
  served: Served,
  run: (hooks: OAuthHooks, request: OAuthRequest, call: HookCall) => ResultAsync<JsonObject, ToolError>,
): Promise<void> => {
  const hooks = served.plugin.oauth;
  if (hooks === undefined)
    throw new ToolFailure(toolError("unsupported", `The plugin ${served.plugin.name} has no sign-in.`));
  const client = textFields(data["system_credentials"]);
  const secrets = [...Object.values(client), ...Object.values(textFields(data["credentials"]))];
  const { redactor } = served.toolkit;
  const registered = secrets.map((secret) => redactor.register(secret));
  try {
    const request = { redirectUri: String(data["redirect_uri"] ?? ""), client };
    const answered = await run(hooks, request, hookCall(data, session, served));
    if (answered.isErr()) throw new ToolFailure(answered.error);
    await session.stream(answered.value);
  } catch (thrown) {
    throw new ToolFailure(thrownError(thrown, redactor));
  } finally {
    for (const registration of registered) registration.dispose();
  }
};

const toAnswer = ({ credentials, expiresAt = -1, metadata = {} }: OAuthCredentials): JsonObject => ({
  metadata,
  credentials: { ...credentials },
  expires_at: expiresAt,
});
