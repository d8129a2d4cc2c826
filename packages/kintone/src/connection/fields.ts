import type { ConnectionSpec } from "@tsunagu/core";

/** What kintone's connector can be told. Credentials come from one source whole, the domain never from a nearer one alone. */
export const kintoneConnection: ConnectionSpec = {
  fields: [
    {
      name: "kintone_domain",
      title: "kintone domain",
      description: "Where kintone is, such as example.cybozu.com. Only kintone's own domains are accepted, by https.",
      type: "text",
      env: ["KINTONE_BASE_URL", "KINTONE_DOMAIN"],
      receives: "credential",
      placeholder: "example.cybozu.com",
    },
    {
      name: "kintone_api_token",
      title: "API token",
      description:
        "API token of the app, from the app's settings. Up to 9 tokens, separated by commas, where several apps (or lookups) are used.",
      type: "secret",
      env: ["KINTONE_API_TOKEN"],
      group: "credential",
    },
    {
      name: "kintone_username",
      title: "Login name",
      description: "Login name for password authentication, in place of an API token.",
      type: "text",
      env: ["KINTONE_USERNAME"],
      group: "credential",
    },
    {
      name: "kintone_password",
      title: "Password",
      description: "Password of the login name.",
      type: "secret",
      env: ["KINTONE_PASSWORD"],
      group: "credential",
    },
    {
      name: "kintone_oauth_token",
      title: "OAuth access token",
      description: "OAuth access token, in place of an API token. kintone refuses cursors and bulk requests with it.",
      type: "secret",
      env: ["KINTONE_OAUTH_TOKEN"],
      group: "credential",
    },
    {
      name: "kintone_basic_auth_username",
      title: "Basic authentication user name",
      description:
        "User name of Basic authentication, where the domain has it before kintone. Not together with OAuth.",
      type: "text",
      env: ["KINTONE_BASIC_AUTH_USERNAME"],
      group: "credential",
    },
    {
      name: "kintone_basic_auth_password",
      title: "Basic authentication password",
      description: "Password of Basic authentication.",
      type: "secret",
      env: ["KINTONE_BASIC_AUTH_PASSWORD"],
      group: "credential",
    },
    {
      name: "kintone_pfx_file_path",
      title: "Client certificate file",
      description: "Path of the client certificate (.pfx) for secure access. The domain is then example.s.cybozu.com.",
      type: "text",
      env: ["KINTONE_PFX_FILE_PATH"],
      hostOnly: true,
      group: "credential",
    },
    {
      name: "kintone_pfx_password",
      title: "Client certificate password",
      description: "Password of the client certificate file.",
      type: "secret",
      env: ["KINTONE_PFX_PASSWORD"],
      hostOnly: true,
      group: "credential",
    },
    {
      name: "kintone_proxy",
      title: "Proxy",
      description:
        "HTTP proxy to reach kintone through, such as http://user:password@proxy.example:8080. Not used for this machine.",
      type: "secret",
      env: ["HTTPS_PROXY", "https_proxy"],
    },
    {
      name: "kintone_guest_space_id",
      title: "Guest space id",
      description: "Id of the guest space, where the apps are in one.",
      type: "text",
      env: ["KINTONE_GUEST_SPACE_ID"],
    },
    {
      name: "kintone_allow_local",
      title: "Allow a kintone on this machine",
      description: "true lets kintone_domain be http://localhost:<port>, for trying and testing. Default false.",
      type: "select",
      options: ["true", "false"],
      env: ["KINTONE_ALLOW_LOCAL"],
    },
  ],
  together: [
    ["kintone_username", "kintone_password"],
    ["kintone_basic_auth_username", "kintone_basic_auth_password"],
    ["kintone_pfx_file_path", "kintone_pfx_password"],
  ],
};
