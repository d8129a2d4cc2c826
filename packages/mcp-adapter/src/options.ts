/** How a toolkit presents itself to MCP clients. */
export interface McpOptions {
  /** The server's name, as clients show it. */
  readonly name: string;
  readonly version: string;
  /** What a model should know before it uses the tools. */
  readonly instructions?: string;
  /**
   * Directory for the files that tools hand out: each gets a name of its own there (mode 0600) and the answer links to it.
   * Without it, files travel inside the answer. For tools to read files from it as well, allow it in the toolkit's
   * `files.directories`.
   */
  readonly filesDirectory?: string;
  /** Bytes of files that one answer may hold inside itself. Default 5 MiB, since clients refuse messages over 10 MB. */
  readonly embeddedFileBytes?: number;
}

export const defaultEmbeddedFileBytes = 5 * 1024 ** 2;
