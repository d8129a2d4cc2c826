import { type ConnectionValues, invalidField, Secret, type ToolError, toolError } from "@tsunagu/core";
import { err, ok, type Result } from "neverthrow";

/** Who calls. kintone decides by the kind what can be called at all. */
export type Credential =
  | { readonly kind: "token"; readonly tokens: readonly Secret[] }
  | { readonly kind: "password"; readonly username: string; readonly password: Secret }
  | { readonly kind: "oauth"; readonly token: Secret };

/** API tokens that one request may carry. */
export const maxApiTokens = 9;

/** Takes the one credential of a connection. Two kinds at once are an error, so that nobody acts as somebody unexpected. */
export const readCredential = ({ text, secret }: ConnectionValues): Result<Credential, ToolError> => {
  const tokens = secret["kintone_api_token"];
  const password = secret["kintone_password"];
  const username = text["kintone_username"];
  const oauth = secret["kintone_oauth_token"];
  const given = [
    tokens && "kintone_api_token",
    password && "kintone_username and kintone_password",
    oauth && "kintone_oauth_token",
  ].filter((name) => name !== undefined);
  if (given.length > 1) {
    return err(
      toolError("invalid_input", `More than one kintone credential is given: ${given.join("; ")}.`, {
        hint: "Give one of them.",
      }),
    );
  }
  if (tokens !== undefined) return readTokens(tokens);
  if (password !== undefined && username !== undefined) return ok({ kind: "password", username, password });
  if (oauth !== undefined) return readOAuth(oauth);
  return err(
    toolError("unauthenticated", "No kintone credential is given.", {
      hint: "Give kintone_api_token (KINTONE_API_TOKEN), or kintone_username and kintone_password, or kintone_oauth_token.",
    }),
  );
};

const readTokens = (secret: Secret): Result<Credential, ToolError> => {
  const tokens = [
    ...new Set(
      secret
        .expose()
        .split(/[\s,]+/)
        .filter((token) => token !== ""),
    ),
  ];
  if (tokens.length === 0 || tokens.some((token) => !/^[A-Za-z0-9]+$/.test(token))) {
    return err(
      invalidField(
        "kintone_api_token",
        "is not an API token",
        "Copy it from the app's settings; letters and digits, several joined by commas.",
      ),
    );
  }
  if (tokens.length > maxApiTokens) {
    return err(
      invalidField(
        "kintone_api_token",
        `holds ${tokens.length} tokens`,
        `kintone takes at most ${maxApiTokens} at once.`,
      ),
    );
  }
  return ok({ kind: "token", tokens: tokens.map((token) => new Secret(token)) });
};

const readOAuth = (secret: Secret): Result<Credential, ToolError> => {
  const token = secret.expose().trim();
  if (!/^[\x21-\x7e]+$/.test(token)) return err(invalidField("kintone_oauth_token", "is not an OAuth access token"));
  return ok({ kind: "oauth", token: new Secret(token) });
};
