import type { JsonObject } from "@tsunagu/core";
import type { DifyPlugin } from "../plugin.ts";

/** Bytes of memory that the plugin asks for. */
const memoryBytes = 256 * 1024 * 1024;

/**
 * The plugin's manifest. It declares Python, the only runner that Dify has; `main.py` hands over to Node at once.
 *
 * @see dify-plugin-daemon, pkg/entities/plugin_entities/plugin_declaration.go
 */
export const manifestYaml = ({ name, identity, uses = {} }: DifyPlugin): JsonObject => ({
  version: identity.version,
  type: "plugin",
  author: identity.author,
  name,
  label: identity.label,
  description: identity.description,
  icon: "icon.svg",
  resource: { memory: memoryBytes, permission: permission(uses) },
  plugins: { tools: [`provider/${name}.yaml`] },
  meta: {
    version: "0.0.1",
    arch: ["amd64", "arm64"],
    runner: { language: "python", version: "3.12", entrypoint: "main" },
  },
  created_at: identity.createdAt,
  tags: [...identity.tags],
  privacy: "PRIVACY.md",
  ...(identity.repo === undefined ? {} : { repo: identity.repo }),
});

/** What the plugin may ask Dify for. Uploading files needs no permission. */
const permission = ({ storageBytes, tools }: NonNullable<DifyPlugin["uses"]>): JsonObject => ({
  ...(tools ? { tool: { enabled: true } } : {}),
  ...(storageBytes === undefined ? {} : { storage: { enabled: true, size: storageBytes } }),
});
