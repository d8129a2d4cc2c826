import type { ConnectionField, JsonObject } from "@tsunagu/core";
import type { DifyPlugin } from "../plugin.ts";
import { formFields } from "../runtime/parameters.ts";
import { difyToolName } from "../runtime/plugin-tools.ts";
import { connectionCredential } from "./connection-yaml.ts";
import type { Catalogs } from "./localize.ts";
import { pythonSource } from "./main-py.ts";

/**
 * The provider's YAML: who it is, the form for its credentials, and its tools. The form is a mapping under
 * `credentials_for_provider`, the one spelling that the daemon and the Python SDK both read.
 *
 * @see dify-plugin-daemon, pkg/entities/plugin_entities/tool_declaration.go
 */
export const providerYaml = (plugin: DifyPlugin): JsonObject => {
  const { identity, catalogs, name, oauthFields, tools } = plugin;
  const fields = connectionFields(plugin);
  const credentials = Object.fromEntries(fields.map((field) => [field.name, connectionCredential(field, catalogs)]));
  return {
    identity: {
      author: identity.author,
      name,
      label: identity.label,
      description: identity.description,
      icon: "icon.svg",
      tags: [...identity.tags],
    },
    ...(fields.length === 0 ? {} : { credentials_for_provider: credentials }),
    ...(oauthFields === undefined
      ? {}
      : {
          oauth_schema: {
            client_schema: oauthFields.client.map((field) => namedCredential(field, catalogs)),
            credentials_schema: oauthFields.credentials.map((field) => namedCredential(field, catalogs)),
          },
        }),
    tools: tools.map((tool) => `tools/${difyToolName(plugin, tool)}.yaml`),
    extra: pythonSource,
  };
};

/** Fields of a list have their name inside. */
const namedCredential = (field: ConnectionField, catalogs: Catalogs): JsonObject => ({
  name: field.name,
  ...connectionCredential(field, catalogs),
});

/** The fields of all connectors of a plugin. Throws a TypeError where two connectors mean different things by one name. */
const connectionFields = (plugin: DifyPlugin): readonly ConnectionField[] => {
  const fields = new Map<string, ConnectionField>();
  for (const connector of new Set(plugin.tools.map((tool) => tool.connector))) {
    for (const field of formFields(connector.connection)) {
      if (fields.has(field.name)) throw new TypeError(`Two connectors of ${plugin.name} have a field ${field.name}.`);
      fields.set(field.name, field);
    }
  }
  return [...fields.values()];
};
