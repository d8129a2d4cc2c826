import type { PluginDefinition } from "./definitions.ts";
import { invalidInput } from "./errors.ts";
import type { StoredFile } from "./files.ts";
import { objectAt, optionalText, requiredText } from "./parameters.ts";

/** A plug-in of the domain. */
export type Plugin = Required<PluginDefinition>;

/**
 * The plug-ins of the domain. A plug-in file is here JSON text `{ "id", "name", "version", "description" }`: no package is
 * unpacked and no signature checked.
 */
export class PluginShelf {
  readonly #installed = new Map<string, Plugin>();
  readonly #removed = new Map<string, Plugin>();

  constructor(definitions: readonly PluginDefinition[]) {
    for (const definition of definitions) this.#installed.set(definition.id, complete(definition));
  }

  get all(): readonly Plugin[] {
    return [...this.#installed.values()];
  }

  /** Those that were installed once. */
  get removed(): readonly Plugin[] {
    return [...this.#removed.values()];
  }

  /** A plug-in that is, or was, installed. */
  named(id: string): Plugin | undefined {
    return this.#installed.get(id) ?? this.#removed.get(id);
  }

  /** Installs a file; with `id`, as another version of that plug-in. */
  install(file: StoredFile, id: string | undefined): Plugin {
    const plugin = readPackage(file);
    if (id !== undefined && !this.#installed.has(id)) throw invalidInput("id", "No plug-in with this id is installed.");
    if (id !== undefined && plugin.id !== id) throw invalidInput("fileKey", "The file is one of another plug-in.");
    if (id === undefined && this.#installed.has(plugin.id))
      throw invalidInput("fileKey", "This plug-in is installed already.");
    this.#installed.set(plugin.id, plugin);
    this.#removed.delete(plugin.id);
    return plugin;
  }

  uninstall(id: string): void {
    const plugin = this.#installed.get(id);
    if (plugin === undefined) throw invalidInput("id", "No plug-in with this id is installed.");
    this.#installed.delete(id);
    this.#removed.set(id, plugin);
  }
}

const complete = ({ id, name, version, description, isMarketPlugin }: PluginDefinition): Plugin => ({
  id,
  name,
  description: description ?? "",
  isMarketPlugin: isMarketPlugin ?? false,
  version: version ?? "1",
});

const readPackage = (file: StoredFile): Plugin => {
  let content: unknown;
  try {
    content = JSON.parse(Buffer.concat(file.chunks).toString("utf8"));
  } catch {
    throw invalidInput("fileKey", "The file is no plug-in.");
  }
  const plugin = objectAt(content, "fileKey");
  const version = optionalText(plugin, "version");
  return complete({
    id: requiredText(plugin, "id", "fileKey"),
    name: requiredText(plugin, "name", "fileKey"),
    ...(version === undefined ? {} : { version }),
  });
};
